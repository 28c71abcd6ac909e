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
  { path: 'board', label: { zh: '工作台', en: 'Board' }, scope: 'campaigns:read', group: 'today', icon: 'board', page: () => import('./board/BoardPage') },
  { path: 'audiences', label: { zh: '目标客户群', en: 'Audiences' }, scope: 'audiences:read', group: 'plan', icon: 'audience', page: () => import('./audiences/AudiencesPage') },
  { path: 'campaigns', label: { zh: '营销活动', en: 'Campaigns' }, scope: 'campaigns:read', group: 'plan', icon: 'campaign', page: () => import('./campaigns/CampaignsPage') },
  { path: 'reviews', label: { zh: '审批', en: 'Reviews' }, scope: 'campaigns:read', group: 'plan', icon: 'review', page: () => import('./reviews/ReviewsPage') },
  { path: 'campaigns/new', label: { zh: '新建营销活动', en: 'New campaign' }, scope: 'campaigns:write', page: () => import('./campaigns/planner/CampaignFormPage') },
  { path: 'campaigns/:id/edit', label: { zh: '编辑营销活动', en: 'Edit the campaign' }, scope: 'campaigns:write', page: () => import('./campaigns/planner/CampaignFormPage') },
  { path: 'matching', label: { zh: '匹配', en: 'Matching' }, scope: 'catalog:read', group: 'match', icon: 'matching', page: () => import('./matching/MatchingPage') },
  { path: 'product-clusters', label: { zh: '产品聚类', en: 'Product clusters' }, scope: 'catalog:read', page: () => import('./offerings/ClustersPage') },
  { path: 'product-clusters/:id', label: { zh: '产品聚类', en: 'Product cluster' }, scope: 'catalog:read', page: () => import('./offerings/ClusterPage') },
  { path: 'offerings', label: { zh: '产品', en: 'Offerings' }, scope: 'catalog:read', group: 'match', icon: 'offering', page: () => import('./offerings/OfferingsPage') },
  { path: 'offerings/:id', label: { zh: '产品', en: 'Offering' }, scope: 'catalog:read', page: () => import('./offerings/OfferingPage') },
  { path: 'promotions', label: { zh: '营销案', en: 'Promotions' }, scope: 'catalog:read', group: 'match', icon: 'promotion', page: () => import('./offerings/PromotionsPage') },
  { path: 'promotions/:id', label: { zh: '营销案', en: 'Promotion' }, scope: 'catalog:read', page: () => import('./offerings/PromotionPage') },
  { path: 'channels', label: { zh: '渠道', en: 'Channels' }, scope: 'channels:read', group: 'match', icon: 'channel', page: () => import('./channels/ChannelsPage') },
  { path: 'channels/:id', label: { zh: '渠道', en: 'Channel' }, scope: 'channels:read', page: () => import('./channels/ChannelPage') },
  { path: 'outlets', label: { zh: '网点', en: 'Outlets' }, scope: 'channels:read', group: 'match', icon: 'outlet', page: () => import('./channels/OutletsPage') },
  { path: 'outlets/:id', label: { zh: '网点', en: 'Outlet' }, scope: 'channels:read', page: () => import('./channels/OutletPage') },
  { path: 'touchpoints', label: { zh: '触点', en: 'Touchpoints' }, scope: 'channels:read', group: 'match', icon: 'touchpoint', page: () => import('./channels/TouchpointsPage') },
  { path: 'touchpoints/:id', label: { zh: '触点', en: 'Touchpoint' }, scope: 'channels:read', page: () => import('./channels/TouchpointPage') },
  { path: 'contact-policies', label: { zh: '接触规则', en: 'Contact policy' }, scope: 'policies:read', group: 'match', icon: 'policy', page: () => import('./policies/ContactPoliciesPage') },
  { path: 'contact-policies/:id', label: { zh: '接触规则', en: 'Contact policy' }, scope: 'policies:read', page: () => import('./policies/ContactPolicyPage') },
  { path: 'consent', label: { zh: '客户授权', en: 'Consent' }, scope: 'customers:read', group: 'match', icon: 'consent', page: () => import('./policies/ConsentPage') },
  { path: 'channel-steerings', label: { zh: '渠道分流', en: 'Channel steering' }, scope: 'audiences:read', group: 'match', icon: 'steering', page: () => import('./steering/SteeringsPage') },
  { path: 'channel-steerings/:id', label: { zh: '渠道分流', en: 'Channel steering' }, scope: 'audiences:read', page: () => import('./steering/SteeringPage') },
  { path: 'campaigns/:id', label: { zh: '营销活动', en: 'Campaign' }, scope: 'campaigns:read', page: () => import('./campaigns/CampaignPage') },
  { path: 'calendar', label: { zh: '活动日历', en: 'Calendar' }, scope: 'campaigns:read', group: 'plan', icon: 'calendar', page: () => import('./calendar/CalendarPage') },
  { path: 'customers', label: { zh: '客户', en: 'Customer' }, scope: 'customers:read', group: 'know', icon: 'customer', page: () => import('./customers/CustomersPage') },
  { path: 'customers/:id', label: { zh: '客户', en: 'Customer' }, scope: 'customers:read', page: () => import('./customers/CustomerPage') },
  { path: 'insight', label: { zh: '经营洞察', en: 'Insight' }, scope: 'campaigns:read', group: 'know', icon: 'insight', page: () => import('./insight/InsightPage') },
  { path: 'effect', label: { zh: '活动效果', en: 'Effect' }, scope: 'campaigns:read', group: 'know', icon: 'effect', page: () => import('./effect/EffectPage') },
  { path: 'comparisons', label: { zh: '前后对比', en: 'Before and after' }, scope: 'campaigns:read', group: 'know', icon: 'comparison', page: () => import('./comparisons/ComparisonsPage') },
  { path: 'comparisons/:id', label: { zh: '前后对比', en: 'Before and after' }, scope: 'campaigns:read', page: () => import('./comparisons/ComparisonPage') },
  { path: 'operators', label: { zh: '操作员', en: 'Operators' }, scope: 'operators:read', group: 'administer', icon: 'operator', page: () => import('./operators/OperatorsPage') },
  { path: 'roles', label: { zh: '角色', en: 'Roles' }, scope: 'operators:read', group: 'administer', icon: 'role', page: () => import('./operators/RolesPage') },
  { path: 'organisation', label: { zh: '组织', en: 'Organisation' }, scope: 'organisation:read', group: 'administer', icon: 'organisation', page: () => import('./organisation/OrganisationPage') },
  { path: 'keys', label: { zh: '接口密钥', en: 'API keys' }, scope: 'admin', group: 'administer', icon: 'key', page: () => import('./keys/KeysPage') },
  { path: 'review-lanes', label: { zh: '审批通道', en: 'Review lanes' }, scope: 'campaigns:read', group: 'administer', icon: 'lane', page: () => import('./lanes/LanesPage') },
  { path: 'dictionary', label: { zh: '数据字典', en: 'Dictionary' }, scope: 'dictionary:read', group: 'administer', icon: 'dictionary', page: () => import('./dictionary/DictionaryPage') },
  { path: 'models', label: { zh: '响应模型', en: 'Response models' }, scope: 'models:read', group: 'administer', icon: 'model', page: () => import('./models/ModelsPage') },
  { path: 'settings', label: { zh: '设置', en: 'Settings' }, scope: 'policies:read', group: 'administer', icon: 'settings', page: () => import('./settings/SettingsPage') },
  { path: 'audit', label: { zh: '审计日志', en: 'Audit trail' }, scope: 'audit:read', group: 'administer', icon: 'audit', page: () => import('./audit/AuditPage') },
];
