import { Alert, App, Button, Card, Popconfirm, Statistic, Table, Tag, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { series } from '../../ui/palette';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { Failure } from '../../ui/states/Failure';
import { useCampaigns } from '../campaigns/campaigns';
import { usePermission } from '../session/session';
import { campaignId, useDraftCampaign, useExtract, useFigures, type Figures, type Group, type Steering } from './steering';
import styles from './steering.module.css';
import { texts } from './texts';

const quiet = '#e4e9f0';

/** Whether there is a cheap channel to lead the group to. */
const isLed = (group: Group) => Boolean(group.channel);

/** Who they are, what was recommended, how many followed, how the whole moved, what it saved. */
export function SteeringResult({ steering }: { readonly steering: Steering }) {
  const figures = useFigures(steering.id);
  return (
    <div className={styles.page}>
      <Answered query={figures} rows={8}>
        {(found) => (
          <>
            <Split steering={steering} figures={found} />
            <After figures={found} />
            {found.comparison && <Compared comparison={found.comparison} />}
          </>
        )}
      </Answered>
    </div>
  );
}

function Split({ steering, figures }: { readonly steering: Steering; readonly figures: Figures }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { message } = App.useApp();
  const permits = usePermission();
  const extract = useExtract(steering.id);
  const draft = useDraftCampaign(steering);
  const campaigns = useCampaigns();
  const nameOf = (group: Group) => (isLed(group) ? group.name : t('usesNone'));
  const colourOf = (group: Group) => (isLed(group) ? series[figures.groups.indexOf(group) % series.length] : quiet);
  const share = (group: Group) => (figures.extracted === 0 ? 0 : group.count / figures.extracted);
  const run = () => {
    extract.mutate(undefined, { onSuccess: ({ count }) => void message.success(t('extracted', { count: format.number(count) })) });
  };
  const exists = (group: Group) => campaigns.data?.items.some(({ id }) => id === campaignId(steering.id, group.channel ?? '')) ?? false;
  const mayDraft = permits('campaigns:write');
  const columns: TableColumnsType<Group> = [
    {
      title: t('uses'),
      key: 'uses',
      render: (_, group) => (
        <>
          <span className={styles.group}>
            <span className={styles.dot} style={{ background: colourOf(group) }} aria-hidden />
            {nameOf(group)}
          </span>
          {isLed(group) && (
            <span className="on-telephones">
              {t('possible')} <span className="figure">{format.money(group.possibleSaving ?? 0)}</span>
            </span>
          )}
        </>
      ),
    },
    { title: t('customers'), key: 'count', align: 'right', render: (_, group) => <span className="figure">{format.number(group.count)}</span> },
    { title: t('share'), key: 'share', align: 'right', responsive: ['sm'], render: (_, group) => <span className="figure">{format.percent(share(group))}</span> },
    { title: t('list'), key: 'list', responsive: ['xl'], render: (_, group) => (figures.extractedAt ? <code>{group.targetList}</code> : '–') },
    {
      title: t('possible'),
      key: 'possible',
      align: 'right',
      responsive: ['md'],
      render: (_, group) => <span className="figure">{isLed(group) ? format.money(group.possibleSaving ?? 0) : '–'}</span>,
    },
    {
      title: t('recommend'),
      key: 'recommend',
      align: 'right',
      render: (_, group) =>
        !isLed(group) ? null : exists(group) ? (
          <Link to={`/campaigns/${campaignId(steering.id, group.channel ?? '')}`}>{t('open')}</Link>
        ) : (
          mayDraft && (
            <Button
              size="small"
              aria-label={`${t('draft')} ${group.name}`}
              loading={draft.isPending && draft.variables.group.channel === group.channel}
              onClick={() => {
                draft.mutate(
                  { group, name: t('campaignName', { steering: steering.name, channel: group.name }) },
                  { onSuccess: () => void message.success(t('drafted')) },
                );
              }}
            >
              {t('draft')}
            </Button>
          )
        ),
    },
  ];
  const button = (label: string, onClick?: () => void) => (
    <Button type="primary" loading={extract.isPending} {...(onClick === undefined ? {} : { onClick })}>
      {label}
    </Button>
  );
  return (
    <Card
      title={<h2 className={styles.heading}>{t('split')}</h2>}
      extra={
        permits('audiences:write') &&
        (figures.extractedAt ? (
          <Popconfirm title={t('extractSure')} okText={t('extractAgain')} onConfirm={run}>
            {button(t('extractAgain'))}
          </Popconfirm>
        ) : (
          button(t('extract'), run)
        ))
      }
    >
      <div className={styles.page}>
        <Failure error={extract.error ?? draft.error} />
        <div className={styles.top}>
          <Statistic value={format.number(figures.extracted)} suffix={<span className={styles.unit}>{t('dearUsers', { channel: figures.dearName })}</span>} />
          <Tag color={figures.extractedAt ? 'success' : 'warning'}>
            {figures.extractedAt ? t('extractedAt', { time: format.dateTime(figures.extractedAt) }) : t('preview')}
          </Tag>
        </div>
        <div
          className={styles.bar}
          role="img"
          aria-label={t('splitLabel', { parts: figures.groups.map((group) => `${nameOf(group)} ${format.number(group.count)}`).join(', ') })}
        >
          {figures.groups
            .filter((group) => group.count > 0)
            .map((group) => (
              <span key={group.targetList} style={{ flexGrow: group.count, background: colourOf(group) }} />
            ))}
        </div>
        <Table<Group> rowKey="targetList" size="small" columns={columns.filter(({ key }) => key !== 'recommend' || mayDraft || figures.groups.some(exists))} dataSource={figures.groups} pagination={false} />
      </div>
    </Card>
  );
}

/** A line of the groups that were led, or of all of them together. */
interface Followed {
  readonly key: string;
  readonly name: string;
  readonly customers: number;
  readonly followed: number;
  readonly rate: string;
  readonly moved: number;
  readonly saving: number;
}

function After({ figures }: { readonly figures: Figures }) {
  const t = useTexts(texts);
  const format = useFormat();
  if (figures.acceptance.length === 0) {
    return (
      <Card>
        <Empty title={t('noAfter')}>{t('noAfterDetail')}</Empty>
      </Card>
    );
  }

  const led = figures.groups.filter(isLed);
  const whole = figures.acceptance.at(-1);
  const rows: readonly Followed[] = [
    ...led.map((group) => ({
      key: group.targetList,
      name: group.name,
      customers: group.count,
      followed: group.followed ?? 0,
      rate: figures.acceptance.find((row) => row.part === group.name)?.published ?? '–',
      moved: group.movedTransactions ?? 0,
      saving: group.saving ?? 0,
    })),
    {
      key: 'all',
      name: t('all'),
      customers: whole?.customers ?? 0,
      followed: whole?.accepted ?? 0,
      rate: whole?.published ?? '–',
      moved: led.reduce((sum, group) => sum + (group.movedTransactions ?? 0), 0),
      saving: figures.saving ?? 0,
    },
  ];
  const columns: TableColumnsType<Followed> = [
    { title: t('part'), key: 'part', render: (_, { name }) => name },
    { title: t('customers'), key: 'count', align: 'right', responsive: ['sm'], render: (_, { customers }) => <span className="figure">{format.number(customers)}</span> },
    { title: t('accepted'), key: 'followed', align: 'right', render: (_, { followed }) => <span className="figure">{format.number(followed)}</span> },
    { title: t('rate'), key: 'rate', align: 'right', render: (_, { rate }) => <span className="figure">{rate}</span> },
    { title: t('moved'), key: 'moved', align: 'right', responsive: ['md'], render: (_, { moved }) => <span className="figure">{format.number(moved)}</span> },
    { title: t('saving'), key: 'saving', align: 'right', render: (_, { saving }) => <span className="figure">{format.money(saving)}</span> },
  ];
  return (
    <Card title={<h2 className={styles.heading}>{t('followed')}</h2>}>
      <div className={styles.page}>
        <div className={styles.top}>
          <Statistic title={t('rate')} value={whole?.published ?? '–'} suffix={<span className={styles.unit}>{`${format.number(whole?.accepted ?? 0)} / ${format.number(whole?.customers ?? 0)}`}</span>} />
          <Statistic title={t('saving')} value={format.money(figures.saving ?? 0)} />
        </div>
        <Alert type="info" showIcon title={t('noControl')} description={t('howSaved')} />
        <Table<Followed> size="small" columns={columns} dataSource={[...rows]} pagination={false} rowClassName={({ key }) => (key === 'all' ? (styles.sum ?? '') : '')} />
      </div>
    </Card>
  );
}

type Comparison = NonNullable<Figures['comparison']>;
type Row = Comparison['rows'][number];

function Compared({ comparison }: { readonly comparison: Comparison }) {
  const t = useTexts(texts);
  const format = useFormat();
  const nameOf = ({ level, name }: Row) => (level !== 'part' && (name === 'electronic' || name === 'physical' || name === 'all') ? t(`group.${name}`) : name);
  const measureOf = ({ measure }: Row) => (measure === 'customers' || measure === 'transactions' ? t(`measure.${measure}`) : measure);
  const columns: TableColumnsType<Row> = [
    { title: t('measure'), key: 'measure', responsive: ['md'], render: (_, row) => measureOf(row) },
    {
      title: t('part'),
      key: 'part',
      render: (_, row) => (
        <>
          {row.level === 'part' ? nameOf(row) : <strong>{nameOf(row)}</strong>}
          <span className="on-telephones">
            {measureOf(row)} <span className="figure">{`${format.number(row.before)} → ${format.number(row.after)}`}</span>
          </span>
        </>
      ),
    },
    { title: comparison.before, key: 'before', align: 'right', responsive: ['md'], render: (_, row) => <span className="figure">{format.number(row.before)}</span> },
    { title: comparison.after, key: 'after', align: 'right', responsive: ['md'], render: (_, row) => <span className="figure">{format.number(row.after)}</span> },
    { title: t('shareOf', { period: comparison.before }), key: 'shareBefore', align: 'right', responsive: ['xl'], render: (_, row) => <span className="figure">{row.published.shareBefore}</span> },
    { title: t('shareOf', { period: comparison.after }), key: 'shareAfter', align: 'right', responsive: ['xl'], render: (_, row) => <span className="figure">{row.published.shareAfter}</span> },
    { title: t('growth'), key: 'growth', align: 'right', render: (_, row) => <span className="figure">{row.published.growth}</span> },
    { title: t('points'), key: 'points', align: 'right', render: (_, row) => <span className="figure">{row.published.points}</span> },
  ];
  return (
    <Card title={<h2 className={styles.heading}>{t('compared')}</h2>} styles={{ body: { padding: 0 } }}>
      <Alert banner type="warning" title={t('noControl')} />
      <Table<Row> rowKey={(row) => `${row.measure} ${row.level} ${row.name}`} size="small" columns={columns} dataSource={[...comparison.rows]} pagination={false} />
    </Card>
  );
}
