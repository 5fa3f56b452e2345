import { days, minutes, seconds } from '../../kernel/duration.js';
import * as kind from '../setting-kinds.js';
import { setting } from '../setting.js';
import { normalWebUrl } from '../web-address.js';

export const tokens = {
  accessTokenLifetime: setting({
    variable: 'ACCESS_TOKEN_EXPIRE_MINUTES',
    kind: kind.lengthOfTime(minutes, 1, 1_440),
    default: '15',
    meaning:
      'Life of an access token. Keep it at 15 or less where other services verify tokens offline: they learn of a log-out only then.',
  }),
  refreshTokenLifetime: setting({
    variable: 'REFRESH_TOKEN_EXPIRE_MINUTES',
    kind: kind.lengthOfTime(minutes, 1, 525_600),
    default: '10080',
    meaning: 'Life of a refresh token; a session that is not refreshed for that long ends.',
  }),
  refreshTokenReuse: setting({
    variable: 'REFRESH_TOKEN_REUSE_SECONDS',
    kind: kind.lengthOfTime(seconds, 0, 60),
    default: '10',
    meaning: 'How long a rotated refresh token still answers with its successor, for two tabs and lost answers.',
  }),
  sessionLifetime: setting({
    variable: 'SESSION_MAX_DAYS',
    kind: kind.lengthOfTime(days, 1, 3_650),
    default: '90',
    meaning: "A session's absolute end, however often it is refreshed.",
  }),
  tokenAudience: setting({
    variable: 'TOKEN_AUDIENCE',
    kind: kind.audience,
    default: { shown: 'PUBLIC_URL', text: ({ text }) => normalWebUrl(text('PUBLIC_URL') ?? '') ?? '' },
    meaning: 'The `aud` of access tokens.',
  }),
};
