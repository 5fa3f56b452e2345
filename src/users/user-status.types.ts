import { registerEnumType } from 'type-graphql';
import { UserStatus } from './user-status.js';

registerEnumType(UserStatus, {
  name: 'UserStatus',
  description:
    'Where an account stands. Of several that are true, DELETED counts most, then SUSPENDED, then PENDING_VERIFICATION.',
  valuesConfig: {
    ACTIVE: { description: 'In use, or ready for it.' },
    PENDING_VERIFICATION: { description: 'Nobody has proven yet that mail to the address reaches the user.' },
    SUSPENDED: { description: 'An administrator keeps the user out until further notice.' },
    DELETED: { description: 'Gone, but for the row and its history; it can be restored.' },
  },
});

export { UserStatus };
