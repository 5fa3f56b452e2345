import * as kind from '../setting-kinds.js';
import { byEnvironment, setting } from '../setting.js';

export const log = {
  logLevel: setting({
    variable: 'LOG_LEVEL',
    kind: kind.oneOf('debug', 'info', 'warn', 'error'),
    default: 'info',
    meaning: 'The least that is logged.',
  }),
  logFormat: setting({
    variable: 'LOG_FORMAT',
    kind: kind.oneOf('pretty', 'json'),
    default: byEnvironment('pretty', 'json'),
    meaning: 'For people or for machines.',
  }),
};
