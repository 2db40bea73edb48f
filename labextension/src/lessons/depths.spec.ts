import { expect, it } from 'vitest';

import { meaningOf, partsOf, termOf } from './depths';

it('splits a page into its depths', () => {
  const page =
    '# Push\n\n## What\n\nIt travels.\n\n## Why\n\nOne.\n\nTwo.\n\n## Inside\n\nBytes.\n';
  expect(partsOf(page)).toEqual({ what: 'It travels.', why: 'One.\n\nTwo.', inside: 'Bytes.' });
});

it('leaves headings in code alone', () => {
  const page = '## What\n\n```\n## Why\n```\n';
  expect(partsOf(page)).toEqual({ what: '```\n## Why\n```', why: undefined, inside: undefined });
});

it('knows the glossary from other links', () => {
  expect(termOf('../glossary/fork.md')).toBe('fork');
  expect(termOf('../glossary/pull-request.md')).toBe('pull-request');
  expect(termOf('commit.md')).toBeNull();
  expect(termOf('commit.md', true)).toBe('commit');
  expect(termOf('../steps/push.md')).toBeNull();
  expect(termOf('../glossary/../../secret.md')).toBeNull();
  expect(termOf('https://example.org/glossary/fork.md')).toBeNull();
});

it('leaves out the name of a term', () => {
  expect(meaningOf('# Fork\n\nA fork is a copy.\n\n# No\n')).toBe('A fork is a copy.\n\n# No\n');
});
