import { Card, Select, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { useCampaigns } from '../campaigns/campaigns';
import { everybody, useOverlap, useTargetLists } from './audiences';
import styles from './audiences.module.css';
import { texts } from './texts';

interface Shared {
  readonly name: string;
  readonly size: number;
  readonly shared: number;
}

const most = 12;

/** How many customers these conditions share with other audiences. */
export function OverlapCard({ expression }: { readonly expression: string }) {
  const t = useTexts(texts);
  const [chosen, setChosen] = useState<string[]>([]);
  const lists = useTargetLists();
  const campaigns = useCampaigns();
  const named = [
    ...(lists.data?.items ?? []).map((list) => ({ key: `list ${list.id}`, name: list.name, expression: list.expression })),
    ...(campaigns.data?.items ?? [])
      .filter((campaign) => campaign.audience)
      .map((campaign) => ({ key: `campaign ${campaign.id}`, name: campaign.name, expression: campaign.audience ?? everybody })),
  ];
  const option = (kind: string) => named.filter(({ key }) => key.startsWith(kind)).map(({ key, name }) => ({ value: key, label: name }));
  const others = named.filter(({ key }) => chosen.includes(key));
  return (
    <Card title={t('overlap')} className={styles.full ?? ''}>
      <Select
        mode="multiple"
        className={styles.wide ?? ''}
        aria-label={t('overlapWith')}
        placeholder={t('overlapWith')}
        maxCount={most}
        value={chosen}
        onChange={setChosen}
        showSearch={{ optionFilterProp: 'label' }}
        options={[
          { label: t('targetLists'), options: option('list') },
          { label: t('campaigns'), options: option('campaign') },
        ].filter((group) => group.options.length > 0)}
      />
      {others.length === 0 ? <Empty title={t('overlapNone')} /> : <SharedTable expression={expression} others={others} />}
    </Card>
  );
}

function SharedTable({ expression, others }: { readonly expression: string; readonly others: readonly { key: string; name: string; expression: string }[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const here = '=';
  const overlap = useOverlap([{ name: here, expression: expression || everybody }, ...others.map(({ key, expression: other }) => ({ name: key, expression: other }))]);
  const share = (part: number, whole: number) => (whole === 0 ? '–' : format.percent(part / whole));
  return (
    <Answered query={overlap}>
      {(answered) => {
        const sizeOf = (name: string) => answered.audiences.find((audience) => audience.name === name)?.count ?? 0;
        const rows: Shared[] = others.map(({ key, name }) => ({
          name,
          size: sizeOf(key),
          shared: answered.overlaps.find(({ left, right }) => left === here && right === key)?.count ?? 0,
        }));
        const figure = (value: string) => <span className="figure">{value}</span>;
        const columns: TableColumnsType<Shared> = [
          { title: t('audience'), dataIndex: 'name' },
          { title: t('overlapSize'), align: 'right', render: (_, { size }) => figure(format.number(size)) },
          { title: t('overlapShared'), align: 'right', render: (_, { shared }) => figure(format.number(shared)) },
          { title: t('overlapOfHere'), align: 'right', responsive: ['sm'], render: (_, { shared }) => figure(share(shared, sizeOf(here))) },
          { title: t('overlapOfOther'), align: 'right', responsive: ['sm'], render: (_, { shared, size }) => figure(share(shared, size)) },
        ];
        return <Table<Shared> rowKey="name" size="small" columns={columns} dataSource={rows} pagination={false} footer={() => `${t('overlapHere')}: ${format.number(sizeOf(here))}`} />;
      }}
    </Answered>
  );
}
