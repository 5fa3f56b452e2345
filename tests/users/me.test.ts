import { world } from '../support/world.js';

describe('me', () => {
  it('is null without credentials', async () => {
    expect(await (await world()).person('Nobody').device().asksMe()).toBeNull();
  });

  it('is refused with a token that is none, and says why', async () => {
    const nobody = (await world()).person('Nobody').device();

    for (const token of ['nonsense', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.']) {
      expect(await nobody.isRefusedMe(token)).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'TOKEN_INVALID' });
    }
  });

  it('is refused with a refresh token', async () => {
    const laptop = await (await world()).person('Alice').joins();

    expect(await laptop.isRefusedMe(laptop.tokens?.refreshToken ?? '')).toMatchObject({ reason: 'TOKEN_INVALID' });
  });

  it('is refused once the user is suspended or deleted', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const inspector = await here.inspect();

    for (const column of ['suspended_at', 'deleted_at']) {
      await inspector.run(`update users set ${column} = created_at`);
      expect(await laptop.isRefusedMe()).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'SESSION_REVOKED' });
      await inspector.run(`update users set ${column} = null`);
      expect(await laptop.asksMe()).toMatchObject({ email: 'alice@example.com' });
    }
  });

  it('is refused with a token of another deployment', async () => {
    const here = await world();
    const elsewhere = await world({ publicUrl: 'https://users.example.org' });
    const laptop = await here.person('Alice').joins();

    expect(
      await elsewhere
        .person('Alice')
        .device()
        .isRefusedMe(laptop.tokens?.accessToken ?? ''),
    ).toMatchObject({ reason: 'TOKEN_INVALID' });
  });
});
