"""Route whole files of points: the same rows with a column more, of any size, resumable.

Arrow is loaded only where files are routed: take `route_file` from `gis.router.bulk.files`,
`route_folder` from `gis.router.bulk.folders`, `route_on_cluster` from `gis.router.bulk.cluster`.
"""

from gis.router.bulk.errors import BulkKind, BulkRouteError
from gis.router.bulk.tally import Tally
from gis.router.bulk.wanted import Progress, Tell, Wanted

__all__ = ["BulkKind", "BulkRouteError", "Progress", "Tally", "Tell", "Wanted"]
