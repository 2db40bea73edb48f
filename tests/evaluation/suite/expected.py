"""What is expected of each feature in this folder, on 150 rows of the sample's data.

Beside the features stands one accepted one, the logarithm of the living area.
"""

from __future__ import annotations

#: Better on held-out rows than all shuffled copies.
ACCEPTED = """
    a_chain all_floors basement_area booleans exterior_quality filled_by_ballet
    is_excellent_kitchen neighborhood_price overall_quality principal_components prints_a_little
    scaled_by_sklearn sees_that_it_is_judged two_columns year_built
"""

#: Nothing to learn from, nothing new beside the living area, or too little for so few rows.
NOT_ENOUGH = """
    constant duplicate duplicate_scaled duplicate_turned full_baths imports_another_feature
    log_lot_area month_sold noise_coin noise_normal noise_wide one_hot_dense one_hot_sparse
    parcel_number patches_the_accepter patches_the_validation permuted_quality pool prints_a_lot
    total_bathrooms
"""

#: Refused before any accepter is asked.
NOT_COMPUTED = """
    aborts cannot_be_pickled empty exits exits_hard exits_while_computing fails_on_one_row
    fails_to_compute fewer_rows infinite_values missing_module missing_values more_rows
    no_feature no_such_column not_a_feature number_as_input objects one_number patches_numpy
    patches_the_checks raises_at_import strings syntax_error the_template two_objects
    writes_into_every_pipe wrong_transformer
"""

#: Verdict and failed stage, with the sound accepter.
OURS: dict[str, tuple[str, str | None]] = {
    **dict.fromkeys(ACCEPTED.split(), ("accepted", None)),
    **dict.fromkeys(NOT_ENOUGH.split(), ("rejected", "acceptance")),
    **dict.fromkeys(NOT_COMPUTED.split(), ("rejected", "api")),
}

#: How plain Ballet ends on features that get at Ballet itself, or at the process that it runs in:
#: with another error than ours, with an exit code that says nothing, or in acceptance ("").
FOOLED = {
    "aborts": "ended with 6",
    "exits_hard": "ended with 0",
    "exits_while_computing": "ended with 0",
    "patches_numpy": "ValueError",
    "patches_the_accepter": "",
    "patches_the_checks": "ValueError",
    "patches_the_validation": "TypeError",
    "writes_into_every_pipe": "ValueError",
}
