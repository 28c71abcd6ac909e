import { Col, Row, Segmented, Statistic, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { isPresent } from '../../../api/present';
import type { components } from '../../../api/schema';
import { useFormat } from '../../../ui/format/useFormat';
import { useName, useTexts } from '../../../ui/language/LanguageProvider';
import { Answered } from '../../../ui/states/Answered';
import { Empty } from '../../../ui/states/Empty';
import { useChannelName } from '../../channels/channels';
import { usePlan, useSatisfaction, type Satisfaction } from '../campaign';
import { texts } from './satisfaction.texts';
import styles from '../detail.module.css';

type Estimate = components['schemas']['SurveyEstimate'];
type Figures = components['schemas']['SatisfactionFigures'];
type Part = components['schemas']['SatisfactionPart'];

/** What customers answered after a contact. */
export function SatisfactionView({ id }: { readonly id: string }) {
  const t = useTexts(texts);
  return (
    <section aria-label={t('title')}>
      <h2 className={styles.heading}>{t('title')}</h2>
      <Answered query={usePlan(id)} rows={1}>
        {({ survey }) => (survey ? <Answers id={id} /> : <p className={styles.note}>{t('none')}</p>)}
      </Answered>
    </section>
  );
}

function Answers({ id }: { readonly id: string }) {
  const t = useTexts(texts);
  const name = useName();
  return (
    <Answered query={useSatisfaction(id)} rows={3}>
      {(known) => (
        <>
          <p>{name(known.survey.question)}</p>
          {known.figures.asked === 0 ? (
            <Empty title={t('nobodyYet')}>{t('nobodyYetDetail')}</Empty>
          ) : (
            <div className={styles.answers}>
              <Tiles figures={known.figures} />
              <Scores satisfaction={known} />
              <Parts satisfaction={known} />
              <p className={styles.note}>
                {known.figures.late > 0 && `${t('late', { count: known.figures.late })} `}
                {t('counted')}
              </p>
            </div>
          )}
        </>
      )}
    </Answered>
  );
}

/** As it is read out: the figure, and where it lies; nothing where there is none. */
function useEstimate() {
  const t = useTexts(texts);
  const format = useFormat();
  const read = (estimate: Estimate | null | undefined, write: (value: number) => string) => ({
    value: isPresent(estimate) ? write(estimate.value) : '–',
    interval:
      !isPresent(estimate) ? '' : isPresent(estimate.interval) ? t('interval', { low: write(estimate.interval.low ?? 0), high: write(estimate.interval.high ?? 0) }) : t('noInterval'),
  });
  return {
    share: (estimate: Estimate | null | undefined) => read(estimate, (value) => format.percent(value)),
    figure: (estimate: Estimate | null | undefined, digits: number) => read(estimate, (value) => format.number(value, digits)),
  };
}

function Tiles({ figures }: { readonly figures: Figures }) {
  const t = useTexts(texts);
  const format = useFormat();
  const estimate = useEstimate();
  const tiles = [
    { title: t('asked'), value: format.number(figures.asked), interval: '' },
    { title: t('answered'), value: format.number(figures.answered), interval: '' },
    { title: t('answeredShare'), ...estimate.share(figures.answeredShare) },
    { title: t('mean'), ...estimate.figure(figures.mean, 2) },
    ...(isPresent(figures.satisfied) ? [{ title: t('satisfied'), ...estimate.share(figures.satisfied) }] : []),
    ...(isPresent(figures.netPromoters) ? [{ title: t('netPromoters'), ...estimate.figure(figures.netPromoters, 1) }] : []),
  ];
  return (
    <Row gutter={[16, 16]}>
      {tiles.map(({ title, value, interval }) => (
        <Col key={title} xs={12} md={8} xl={4}>
          <Statistic title={title} value={value} />
          <span className={styles.note}>{interval}</span>
        </Col>
      ))}
    </Row>
  );
}

function Scores({ satisfaction }: { readonly satisfaction: Satisfaction }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { answered } = satisfaction.figures;
  return (
    <ol className={styles.funnel} aria-label={t('scores')}>
      {satisfaction.scores.map(({ score, customers }) => (
        <li key={score}>
          <span className="figure">{score}</span>
          <span className={styles.funnelBar}>
            <span style={{ width: `${String((100 * customers) / Math.max(1, answered))}%` }} />
          </span>
          <span className="figure">{format.number(customers)}</span>
          <span className={`figure ${styles.note ?? ''}`}>{answered === 0 ? '' : format.percent(customers / answered)}</span>
        </li>
      ))}
    </ol>
  );
}

const dimensions = ['byChannel', 'byDay', 'byOrganisation'] as const;
type Dimension = (typeof dimensions)[number];

function Parts({ satisfaction }: { readonly satisfaction: Satisfaction }) {
  const t = useTexts(texts);
  const format = useFormat();
  const estimate = useEstimate();
  const channelName = useChannelName();
  const [by, setBy] = useState<Dimension>('byChannel');
  const nameOf = (value: string) => (value === '' ? t('unknown') : by === 'byChannel' ? channelName(value) : by === 'byDay' ? format.date(value) : value);
  const figure = (value: string) => <span className="figure">{value}</span>;
  const columns: TableColumnsType<Part> = [
    { title: t(`by.${by}`), key: 'value', render: (_, { value }) => nameOf(value) },
    { title: t('asked'), key: 'asked', align: 'right', render: (_, { figures }) => figure(format.number(figures.asked)) },
    { title: t('answeredShare'), key: 'share', align: 'right', responsive: ['sm'], render: (_, { figures }) => figure(estimate.share(figures.answeredShare).value) },
    {
      title: t('mean'),
      key: 'mean',
      align: 'right',
      render: (_, { figures }) => {
        const mean = estimate.figure(figures.mean, 2);
        return (
          <>
            {figure(mean.value)} <span className={styles.note}>{isPresent(figures.mean?.interval) ? mean.interval : ''}</span>
          </>
        );
      },
    },
  ];
  return (
    <div>
      <Segmented<Dimension> aria-label={t('by')} value={by} onChange={setBy} options={dimensions.map((value) => ({ value, label: t(`by.${value}`) }))} />
      <Table<Part> rowKey="value" size="small" pagination={{ hideOnSinglePage: true }} columns={columns} dataSource={[...satisfaction[by]]} />
    </div>
  );
}
