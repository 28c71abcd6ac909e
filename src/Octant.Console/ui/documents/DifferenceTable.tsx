import { Table, type TableColumnsType } from 'antd';
import { useTexts } from '../language/LanguageProvider';
import type { Difference } from './differences';
import styles from './documents.module.css';
import { useLabel, useSay } from './labels';
import { texts } from './texts';

/** What changed, member by member, before and after. */
export function DifferenceTable({ changes }: { readonly changes: readonly Difference[] }) {
  const t = useTexts(texts);
  const label = useLabel();
  const say = useSay();
  const columns: TableColumnsType<Difference> = [
    { title: t('field'), key: 'field', width: '28%', render: (_, change) => label(change.path) },
    { title: t('before'), key: 'before', render: (_, change) => <span className={styles.before}>{say(change.path, change.before)}</span> },
    { title: t('after'), key: 'after', render: (_, change) => <span className={styles.after}>{say(change.path, change.after)}</span> },
  ];
  return <Table<Difference> size="small" rowKey={(change) => String(change.path)} columns={columns} dataSource={[...changes]} pagination={false} locale={{ emptyText: t('noChange') }} />;
}
