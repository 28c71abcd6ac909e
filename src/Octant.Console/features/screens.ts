import type { ComponentType } from 'react';
import type { Text } from '../ui/language/language';
import type { IconName } from '../ui/layout/Icon';

/** Headings of the side navigation, in order. */
export const groups = {
  today: { zh: '今日', en: 'Today' },
  plan: { zh: '策划', en: 'Plan' },
  match: { zh: '匹配', en: 'Match' },
  know: { zh: '洞察', en: 'Know' },
  administer: { zh: '管理', en: 'Administer' },
} satisfies Record<string, Text>;

/** A page under an address. With a group it stands in the side navigation. */
export interface Screen {
  readonly path: string;
  readonly label: Text;
  /** Nobody without it sees the page or its place in the navigation. */
  readonly scope: string;
  readonly group?: keyof typeof groups;
  /** Of `ui/layout/Icon`. */
  readonly icon?: IconName;
  /** A bundle of its own; the module exports its page as default. */
  readonly page: () => Promise<{ readonly default: ComponentType }>;
}

/** Every page of the console: one line each. */
export const screens: readonly Screen[] = [
  { path: 'audiences', label: { zh: '目标客户群', en: 'Audiences' }, scope: 'audiences:read', group: 'plan', icon: 'audience', page: () => import('./audiences/AudiencesPage') },
  { path: 'campaigns', label: { zh: '营销活动', en: 'Campaigns' }, scope: 'campaigns:read', group: 'plan', icon: 'campaign', page: () => import('./campaigns/CampaignsPage') },
  { path: 'campaigns/:id', label: { zh: '营销活动', en: 'Campaign' }, scope: 'campaigns:read', page: () => import('./campaigns/CampaignPage') },
];
