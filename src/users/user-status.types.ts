import { registerEnumType } from 'type-graphql';
import { UserStatus } from './user-status.js';

registerEnumType(UserStatus, {
  name: 'UserStatus',
  description: 'What an account is at this moment. A deleted one is DELETED, whatever else it was.',
  valuesConfig: {
    PENDING_VERIFICATION: { description: 'Its e-mail address is not verified.' },
    ACTIVE: { description: 'Verified, and neither suspended nor deleted.' },
    SUSPENDED: { description: 'It may not sign in until it is reinstated.' },
    DELETED: { description: 'Its row and history remain; address and username are free for others.' },
  },
});

export { UserStatus };
