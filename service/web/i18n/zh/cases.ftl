# 案卷：环节、操作、来源
case-state-dispatched = 已派遣
case-state-in-hand = 处置中
case-state-rectified = 已整改
case-state-verified = 已核查
case-state-closed = 已结案
case-state-rejected = 不予受理

case-action-take = 开始处置
case-action-rectify = 拍照整改
case-action-verify = 核查通过
case-action-close = 结案
case-action-rework = 返工
case-action-reject = 不予受理
case-action-answer = 答复上报人

case-event-report = 上报
case-event-accept = 立案
case-event-dispatch = 派遣
case-event-take = 开始处置
case-event-rectify = 整改
case-event-verify = 核查通过
case-event-close = 结案
case-event-rework = 返工
case-event-reject = 不予受理
case-event-answer = 答复

case-source-resident = 居民上报
case-source-patrol = 巡查上报
case-source-supervision = 督查发现

# 案卷：错误
case-unknown = 没有这个案卷
case-unknown-detail = 没有编号为 { $number } 的案卷。请核对编号。
case-category-unknown = 没有这个类别
case-category-unknown-detail = 没有代码为 { $code } 的问题类别。请从类别表中选择。
case-outside = 位置在网格之外
case-outside-detail = 这个位置不在任何网格内。最近的网格是 { $nearest }，相距 { $distance_m } 米。请移动定位点。
case-far-outside = 位置不在本区
case-far-outside-detail = 经度 { $lon }、纬度 { $lat } 离本区很远。请检查定位。
case-text-too-long = 文字太长
case-text-too-long-detail = 这一项有 { $length } 个字，最多 { $longest } 个字。
case-text-unfit = 文字里有无法保存的字符
case-text-unfit-detail = 请删去看不见的控制字符后再提交。
case-accuracy-unfit = 定位精度不对
case-accuracy-unfit-detail = { $given } 不是有效的精度（米）。
case-photo-refused = 照片无法读取
case-photo-refused-detail = 文件不是照片，或者已经损坏（{ $why }）。请换一张。
case-photo-empty = 照片是空的
case-photo-empty-detail = 文件里没有内容。请重新拍摄或选择。
case-photo-too-large = 照片太大
case-photo-too-large-detail = 照片为 { $what }，上限是 { $limit }。
case-too-many-photos = 照片太多
case-too-many-photos-detail = 有 { $given } 张，一次最多 { $most } 张。
case-photo-needed = 需要整改后的照片
case-photo-needed-detail = 「{ $category }」类案卷要附整改后的照片，才能提交整改。
case-photo-uncalled-for = 这一步不收照片
case-photo-uncalled-for-detail = 只有提交整改时才附照片。
case-note-needed = 请写明内容
case-note-needed-detail = 返工、不予受理和答复都要写明原因或内容。
case-action-not-now = 现在不能这样做
case-action-not-now-detail = 案卷 { $number } 可能已由他人处理，不再处于可以这样做的环节。请刷新后再看。
case-stale = 案卷已有变化
case-stale-detail = 您打开后，案卷 { $number } 又有了新的办理。请刷新后再操作。
case-own-rectification = 不能核查自己的整改
case-own-rectification-detail = 案卷 { $number } 是您整改的，须由另一人核查。
case-photo-unknown = 没有这张照片
case-photo-unknown-detail = 案卷 { $number } 没有这张照片，或者它不向您开放。
