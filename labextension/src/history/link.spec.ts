import { PageConfig } from '@jupyterlab/coreutils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { LINK, linkTo, placeIn, without } from './link';

describe('placeIn', () => {
  it('reads a submission, and a step of it', () => {
    expect(placeIn('?assemble=calm-otter-1')).toEqual({ submission: 'calm-otter-1', step: null });
    expect(placeIn('?reset&assemble=one:pull_request')).toEqual({
      submission: 'one',
      step: 'pull_request'
    });
  });

  it.each(['', '?assemble=', '?assemble=../x', '?assemble=a:b:c', '?assemble=a:"]', '?other=a'])(
    'understands nothing of %s',
    search => expect(placeIn(search)).toBeNull()
  );
});

describe('without', () => {
  it('leaves everything else where it was', () => {
    expect(without('?assemble=one:push')).toBe('');
    expect(without('?a=1&assemble=one&b=2')).toBe('?a=1&b=2');
  });
});

describe('linkTo', () => {
  beforeEach(() => {
    vi.stubGlobal('window', {
      location: { href: 'http://hub/user/x/lab/tree/a?b#c', pathname: '/user/x/notebooks/a' }
    });
    PageConfig.setOption('baseUrl', '/user/x/');
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    PageConfig.setOption('appName', '');
  });

  it('leads to Lab, and back to the place that it was made for', () => {
    PageConfig.setOption('appName', 'JupyterLab');
    const link = linkTo({ submission: 'one', step: 'push' });
    expect(link).toBe('http://hub/user/x/lab?assemble=one:push');
    expect(LINK.test(link)).toBe(true);
    expect(placeIn(new URL(link).search)).toEqual({ submission: 'one', step: 'push' });
  });

  it('leads to the page in front where there is no Lab', () => {
    expect(linkTo({ submission: 'one', step: null })).toBe(
      'http://hub/user/x/notebooks/a?assemble=one'
    );
  });
});
