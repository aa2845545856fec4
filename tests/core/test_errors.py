from app.core import errors


def kinds():
    found = [each for each in vars(errors).values() if isinstance(each, type)]
    return [kind for kind in found if issubclass(kind, errors.AppError)]


def test_codes_are_stable_words_that_no_two_kinds_share():
    codes = [kind.code for kind in kinds()]
    assert len(codes) == len(set(codes))
    assert all(code.replace("_", "").isalpha() for code in codes)


def test_drawing_atop_the_file_names_every_kind():
    assert all(kind.__name__ in errors.__doc__ for kind in kinds())
