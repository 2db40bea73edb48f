"""What is known of common functions and methods: which ones change something, which ones share.

Whatever is not listed is taken to change what it is called on. So the lists make slices
shorter, and a name that is missing from them makes a slice longer, never wrong.
"""

from __future__ import annotations

import builtins
import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BUILTINS = frozenset(dir(builtins)) | _words("__file__ __name__ __doc__ __builtins__")
#: Names that exist in a notebook and nowhere else.
NOTEBOOK_ONLY = _words("display get_ipython In Out exit quit _ __ ___ _i _ii _iii _ih _oh _dh")
#: Built-in names that popular star imports replace.
OFTEN_REPLACED = _words("abs all any max min open pow round sum divmod float int bool")

#: Methods that change nothing and whose result has nothing in common with what they read.
COPYING = _words(
    """
    abs add agg aggregate all any apply applymap argmax argmin argsort assign astype between
    bfill bit_length boxplot capitalize casefold center clip combine_first conj copy corr
    corrwith count cov cummax cummin cumprod cumsum decode describe diff difference div dot
    drop drop_duplicates droplevel dropna duplicated encode endswith eq equals eval explode
    expandtabs fillna find first_valid_index first floordiv format format_map ge get_dummies
    get_feature_names_out get_params gt hist idxmax idxmin index info interpolate intersection
    isalnum isalpha isdecimal isdigit isdisjoint isidentifier isin islower isna isnull isnumeric
    isspace issubset issuperset istitle isupper item join kurt last le len ljust lower lstrip lt
    map mask max mean median melt memory_usage merge min mod mode mul ne nlargest notna notnull
    nsmallest nunique partition pct_change pivot pivot_table plot pow predict predict_proba
    product prod ptp quantile radd rank rdiv removeprefix removesuffix rename rename_axis repeat
    replace reset_index rfind rindex rjust round rpartition rsplit rstrip sample score
    select_dtypes sem set_index shift skew sort_index sort_values split splitlines startswith
    std strftime strip sub sum swapcase title to_csv to_dict to_excel to_frame to_html to_json
    to_list to_markdown to_numpy to_parquet to_period to_records to_string to_timestamp tolist
    transform translate tz_convert tz_localize unique unstack stack upper value_counts var
    where xs zfill
    """
)
#: Methods that change nothing, but whose result may be a part of what they read.
LOOKING = _words(
    """
    at diagonal expanding fget flatten get getattr groupby head items iteritems iterrows
    itertuples keys pipe ravel resample reshape rolling squeeze swapaxes tail transpose values
    view
    """
)
#: Methods that change a container and leave alone what it contains.
FILLING = _words(
    """
    add append appendleft clear discard extend extendleft insert pop popitem popleft remove
    reverse rotate setdefault update difference_update intersection_update
    symmetric_difference_update
    """
)
#: `add` and such are a number's or a table's; on a set they change it. Then they are `FILLING`.
COPYING = COPYING - FILLING

#: Functions and methods that change their arguments, whatever becomes of their result.
CHANGING_ARGUMENTS = _words(
    """
    shuffle heappush heappop heapify heapreplace heappushpop insort insort_left insort_right
    copyto fill_diagonal place put putmask put_along_axis setattr delattr next readinto
    setitem iconcat iadd
    """
)
#: Functions of a module that change the module itself, such as ``np.random.seed``.
SETTING = re.compile(
    r"(re)?set($|_)|seed$|use$|register|filterwarnings$|simplefilter$|option_context$|chdir$"
    r"|(append|insert|extend|update|putenv|basicConfig|setLevel|addHandler|rc|enable|disable)$"
)
#: Packages whose functions leave their arguments alone, even where the result is dropped.
HARMLESS = _words(
    """
    IPython altair ballet bokeh collections cufflinks functools itertools json logging math
    matplotlib numpy operator os pandas pathlib plotly pprint random re scipy seaborn sklearn
    statistics statsmodels string sys time textwrap warnings
    """
)
#: Functions whose result is their argument, seen differently.
VIEWING = _words(
    """
    asarray asanyarray ascontiguousarray atleast_1d atleast_2d broadcast_to cast expand_dims
    moveaxis ravel reshape squeeze swapaxes transpose chain cycle islice starmap takewhile
    dropwhile zip_longest groupby tee partial wraps
    """
)
#: Built-in functions whose result reads its argument later, and such as copy its elements.
LAZY = _words("iter map filter zip enumerate reversed")
SHALLOW = _words("list tuple set frozenset dict sorted vars max min")
#: Built-in functions whose result is a number, a truth value or a text.
PLAIN = _words("len int float str bool abs round ord chr hash repr format hex oct bin id")
