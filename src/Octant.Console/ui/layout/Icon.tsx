import {
  ApartmentOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BranchesOutlined,
  DashboardOutlined,
  FundOutlined,
  GiftOutlined,
  KeyOutlined,
  NotificationOutlined,
  ProfileOutlined,
  SafetyCertificateOutlined,
  SettingOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons';

/** The drawings that stand for things in the navigation. */
export const icons = {
  board: DashboardOutlined,
  audience: TeamOutlined,
  campaign: NotificationOutlined,
  matching: AppstoreOutlined,
  offering: GiftOutlined,
  channel: BranchesOutlined,
  policy: SafetyCertificateOutlined,
  customer: ProfileOutlined,
  insight: FundOutlined,
  operator: UserOutlined,
  organisation: ApartmentOutlined,
  key: KeyOutlined,
  audit: AuditOutlined,
  settings: SettingOutlined,
} as const;

export type IconName = keyof typeof icons;

export function Icon({ name }: { readonly name: IconName }) {
  const Drawing = icons[name];
  return <Drawing aria-hidden />;
}
