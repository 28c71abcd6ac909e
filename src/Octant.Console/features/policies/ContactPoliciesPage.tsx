import type { TableColumnsType } from 'antd';
import { DocumentList } from '../../ui/documents/DocumentList';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { usePermission } from '../session/session';
import { policies, type ContactPolicy } from './policies';
import { texts } from './texts';

const nameOf = (policy: ContactPolicy) => (policy.name === undefined || policy.name === '' ? policy.id : policy.name);

export default function ContactPoliciesPage() {
  const t = useTexts(texts);
  const format = useFormat();
  const permits = usePermission();
  const says = (policy: ContactPolicy) =>
    [
      ...(policy.caps?.length ? [t('capsCount', { count: format.number(policy.caps.length) })] : []),
      ...(policy.coolDowns?.length ? [t('coolDownsCount', { count: format.number(policy.coolDowns.length) })] : []),
      ...(policy.ignoreSuppressions?.length ? [t('ignoresCount', { count: format.number(policy.ignoreSuppressions.length) })] : []),
      ...(policy.quietHours ?? []).map(({ from, to }) => t('quiet', { hours: `${from.slice(0, 5)}–${to.slice(0, 5)}` })),
      ...(policy.holidays?.length ? [t('holidaysCount', { count: format.number(policy.holidays.length) })] : []),
    ].join(' · ');
  const columns: TableColumnsType<ContactPolicy> = [{ title: t('contains'), key: 'says', responsive: ['md'], render: (_, policy) => says(policy) }];
  return (
    <DocumentList
      kind={policies}
      title={t('title')}
      detail={t('detail')}
      path="/contact-policies"
      nameTitle={t('policy')}
      nameOf={nameOf}
      noteOf={says}
      columns={columns}
      newLabel={permits('policies:write') ? t('newPolicy') : null}
      none={{ title: t('none'), detail: t('noneDetail') }}
    />
  );
}
