import checks from './plugins/checks';
import identity from './plugins/identity';
import pages from './plugins/pages';
import panel from './plugins/panel';
import submit from './plugins/submit';
import traces from './plugins/traces';

export default [traces, identity, pages, panel, submit, checks];
