import { UploadOutlined } from '@ant-design/icons';
import { Button, Card, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { usePermission } from '../session/session';
import { useComparisons, type Comparison } from './comparisons';
import { ImportDialog } from './ImportDialog';
import { texts } from './texts';

/** Figures of two periods that were counted elsewhere. */
export default function ComparisonsPage() {
  const t = useTexts(texts);
  const permits = usePermission();
  const comparisons = useComparisons();
  const [isImporting, setImporting] = useState(false);
  const toImport = permits('campaigns:write') && (
    <Button
      type="primary"
      icon={<UploadOutlined aria-hidden />}
      onClick={() => {
        setImporting(true);
      }}
    >
      {t('import')}
    </Button>
  );
  const columns: TableColumnsType<Comparison> = [
    { title: t('name'), key: 'name', render: (_, { id, name }) => <Link to={`/comparisons/${id}`}>{name}</Link> },
    { title: t('periods'), key: 'periods', render: (_, { before, after }) => `${before} → ${after}` },
    { title: t('measures'), key: 'measures', responsive: ['md'], render: (_, { measures }) => measures.map(({ name }) => name).join(' · ') },
    { title: t('source'), key: 'source', responsive: ['lg'], render: (_, { source }) => source ?? '' },
  ];
  return (
    <Page title={t('title')} detail={t('detail')} actions={toImport}>
      <Answered query={comparisons}>
        {({ items }) => (
          <Card styles={{ body: { padding: items.length === 0 ? 24 : 0 } }}>
            {items.length === 0 ? (
              <Empty title={t('none')} action={toImport}>
                {t('noneDetail')}
              </Empty>
            ) : (
              <Table<Comparison> rowKey="id" columns={columns} dataSource={items} pagination={false} />
            )}
          </Card>
        )}
      </Answered>
      {isImporting && (
        <ImportDialog
          onClose={() => {
            setImporting(false);
          }}
        />
      )}
    </Page>
  );
}
