import { describe, expect, it } from 'vitest';

import { Refusal } from '../refusal';
import type { Identity, IdentityView, SignIn } from '../wire';
import { IdentityModel, IIdentityClient } from './model';

const learner: Identity = {
  id: 1,
  login: 'learner',
  name: 'Learner',
  email: '',
  api: 'http://127.0.0.1:1/api/v3',
  practice: true
};

class Server implements IIdentityClient {
  async identity(): Promise<IdentityView> {
    return { identity: learner };
  }
  async signIn({ token, api = '' }: SignIn): Promise<IdentityView> {
    if (token !== 'good') {
      throw new Refusal({ code: 'token_refused', message: 'Wrong token.' });
    }
    return { identity: { ...learner, login: 'mona', practice: false, api } };
  }
  async signOut(): Promise<IdentityView> {
    return { identity: learner };
  }
}

describe('IdentityModel', () => {
  it('begins with the practice identity and goes back to it', async () => {
    const model = new IdentityModel(new Server());
    await model.refresh();
    expect(model.state.identity?.login).toBe('learner');
    expect(await model.signIn(' good ', 'https://api.github.com')).toBe(true);
    expect(model.state.identity?.login).toBe('mona');
    expect(await model.signOut()).toBe(true);
    expect(model.state.identity?.practice).toBe(true);
  });

  it('stays who it was when a token is refused, and keeps no token', async () => {
    const model = new IdentityModel(new Server());
    await model.refresh();
    expect(await model.signIn('bad-secret', '')).toBe(false);
    expect(model.state.identity?.login).toBe('learner');
    expect(model.state.error?.message).toBe('Wrong token.');
    expect(JSON.stringify(model.state)).not.toContain('bad-secret');
  });
});
