"""Decide who follows into a cell, and let its open cases follow them."""

from service.cases.handover import HandOver, hand_over
from service.database import Transaction
from service.people.operations import CarryingTold, Decide, decide_carrying


def decide_and_follow(tx: Transaction, command: Decide) -> CarryingTold:
    """Do as `decide_carrying` does; in a generation in force, open cases go to who is named now."""
    row = decide_carrying(tx, command)
    if row.carried_on is not None and row.cell_code:
        hand_over(tx, HandOver(row.cell_code, row.community.code, command.actor, command.day))
    return row
