import type { components } from '../../api/schema';
import { documentsAt } from '../../ui/documents/documents';

export type ContactPolicy = components['schemas']['ContactPolicy'];

export const policies = documentsAt('contact-policies');
