import {
  ApartmentOutlined,
  AimOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BookOutlined,
  BranchesOutlined,
  CalendarOutlined,
  CarryOutOutlined,
  DashboardOutlined,
  ExperimentOutlined,
  DiffOutlined,
  FundOutlined,
  RiseOutlined,
  GiftOutlined,
  IdcardOutlined,
  KeyOutlined,
  LikeOutlined,
  NotificationOutlined,
  ProfileOutlined,
  SafetyCertificateOutlined,
  SolutionOutlined,
  SettingOutlined,
  ShopOutlined,
  SwapOutlined,
  TagsOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons';

/** The drawings that stand for things in the navigation. */
export const icons = {
  board: DashboardOutlined,
  audience: TeamOutlined,
  campaign: NotificationOutlined,
  calendar: CalendarOutlined,
  review: CarryOutOutlined,
  matching: AppstoreOutlined,
  offering: GiftOutlined,
  promotion: TagsOutlined,
  channel: BranchesOutlined,
  outlet: ShopOutlined,
  touchpoint: AimOutlined,
  policy: SafetyCertificateOutlined,
  consent: LikeOutlined,
  steering: SwapOutlined,
  customer: ProfileOutlined,
  insight: FundOutlined,
  comparison: DiffOutlined,
  effect: RiseOutlined,
  operator: UserOutlined,
  role: IdcardOutlined,
  organisation: ApartmentOutlined,
  key: KeyOutlined,
  lane: SolutionOutlined,
  dictionary: BookOutlined,
  model: ExperimentOutlined,
  audit: AuditOutlined,
  settings: SettingOutlined,
} as const;

export type IconName = keyof typeof icons;

export function Icon({ name }: { readonly name: IconName }) {
  const Drawing = icons[name];
  return <Drawing aria-hidden />;
}
