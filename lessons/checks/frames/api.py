# CHECK, on the sample project's data:
# a feature that fails it, and a twin that passes.
def failing():
    FAILING
    return feature


def passing():
    PASSING
    return feature


def show_check():
    from ballet import b
    from ballet.validation.feature_api.checks import CHECK

    X_df, y_df = b.api.load_data()
    check = CHECK(X_df, b.api.encoder.fit_transform(y_df))
    for made in (failing, passing):
        feature = made()
        if check.do_check(feature):
            print(f"{made.__name__}: CHECK passes")
            continue
        print(f"{made.__name__}: CHECK fails")
        try:
            check.check(feature)
        except Exception as error:
            print(f"  the error that Ballet keeps to itself: {error!r}")
        print(f"  Ballet's advice: {check.give_advice(feature)}")


try:
    show_check()
finally:
    del failing, passing, show_check
