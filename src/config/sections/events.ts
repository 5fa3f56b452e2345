import { days } from '../../kernel/duration.js';
import * as kind from '../setting-kinds.js';
import { setting } from '../setting.js';

export const events = {
  eventRetention: setting({
    variable: 'EVENT_RETENTION_DAYS',
    kind: kind.lengthOfTime(days, 0, 36_500),
    default: '400',
    meaning: 'Older events are cleaned up; `0` keeps all.',
  }),
};
