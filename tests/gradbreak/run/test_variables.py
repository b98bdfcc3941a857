from __future__ import annotations

from gradbreak.run.variables import names_of


class Node:
    def __init__(self) -> None:
        self.parents = (self,)


class Holder:
    def __init__(self, **content: object) -> None:
        vars(self).update(content)


def called(*scopes: dict[str, object]) -> dict[int, str]:
    return names_of(scopes, Node)


def test_a_variable_names_the_node_that_it_holds():
    node = Node()
    assert called({"a": node, "b": 2}) == {id(node): "a"}


def test_nodes_are_found_in_lists_mappings_and_attributes():
    first, second, third = Node(), Node(), Node()
    assert called({"network": Holder(layers=[Holder(bias=first)], by_name={"b": (second, third)})}) == {
        id(first): "network.layers[0].bias",
        id(second): "network.by_name['b'][0]",
        id(third): "network.by_name['b'][1]",
    }


def test_a_variable_of_its_own_is_a_better_name_than_a_place_in_a_list():
    node = Node()
    assert called({"all_of_them": [node], "a": node}) == {id(node): "a"}


def test_what_an_earlier_scope_calls_a_node_counts():
    node = Node()
    assert called({"mine": node}, {"yours": node}) == {id(node): "mine"}
    assert called({"mine": 2}, {"yours": node}) == {id(node): "yours"}


def test_what_a_node_holds_is_not_looked_through():
    node = Node()
    node.parents = (Node(),)
    assert called({"a": node}) == {id(node): "a"}


def test_what_holds_itself_is_looked_through_once():
    node = Node()
    loop: list[object] = [node]
    loop.append(loop)
    assert called({"loop": loop}) == {id(node): "loop[0]"}
