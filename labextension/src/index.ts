import away from './plugins/away';
import checks from './plugins/checks';
import compare from './plugins/compare';
import identity from './plugins/identity';
import links from './plugins/links';
import pages from './plugins/pages';
import panel from './plugins/panel';
import replay from './plugins/replay';
import submit from './plugins/submit';
import traces from './plugins/traces';

export default [traces, identity, pages, panel, submit, checks, replay, links, away, compare];
