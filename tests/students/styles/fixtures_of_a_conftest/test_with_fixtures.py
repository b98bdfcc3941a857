def test_a_square(leaf):
    (leaf * leaf).backward()
    assert leaf.grad == 6.0


def test_the_automatic_fixture_ran(request):
    assert ("counted", True) in request.node.user_properties
