"""Numbers of rows as requests name them."""

from typing import Annotated

from pydantic import Field

Id = Annotated[int, Field(gt=0, lt=2**31)]
"""A number that a database can hold: others are refused before it is asked."""
