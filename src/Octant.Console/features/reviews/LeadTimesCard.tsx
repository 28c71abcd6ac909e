import { Card, Table, type TableColumnsType } from 'antd';
import { isPresent } from '../../api/present';
import { useFormat } from '../../ui/format/useFormat';
import { useLanguage, useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { useLanes } from '../lanes/lanes';
import { useLeadTimes, type LeadTimes } from './reviews';
import { texts } from './texts';
import styles from './reviews.module.css';

type StageTime = LeadTimes['stages'][number];

const hoursOfDay = 24;

/** How long launched campaigns took, stage by stage, beside what the province says it took before. */
export function LeadTimesCard() {
  const t = useTexts(texts);
  return (
    <Card title={<h2 className={styles.heading}>{t('leadTimes')}</h2>}>
      <Answered query={useLeadTimes()}>
        {(times) => (isPresent(times.medianDays) ? <Times times={times} median={times.medianDays} /> : <Empty title={t('noLeadTimes')}>{t('noLeadTimesDetail')}</Empty>)}
      </Answered>
    </Card>
  );
}

function Times({ times, median }: { readonly times: LeadTimes; readonly median: number }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { days: before, source } = times.baseline;
  return (
    <>
      <dl className={styles.figures}>
        <div>
          <dt>{t('median')}</dt>
          <dd className="figure">{format.duration(median * hoursOfDay)}</dd>
        </div>
        <div>
          <dt>{t('baseline')}</dt>
          <dd className="figure">{isPresent(before) ? format.duration(before * hoursOfDay) : t('noBaseline')}</dd>
          {source !== undefined && source !== '' && <dd className={styles.note}>{source}</dd>}
        </div>
        {isPresent(times.change) && (
          <div>
            <dt>{t('change')}</dt>
            <dd className={`figure ${(times.change <= 0 ? styles.better : styles.worse) ?? ''}`}>
              {times.change > 0 ? '+' : ''}
              {format.percent(times.change)}
            </dd>
          </div>
        )}
        <div>
          <dt>{t('launched')}</dt>
          <dd className="figure">{format.number(times.campaigns.length)}</dd>
        </div>
      </dl>
      <StageTable stages={times.stages} />
    </>
  );
}

function StageTable({ stages }: { readonly stages: readonly StageTime[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { language } = useLanguage();
  const lanes = useLanes();
  const nameOf = (stage: string) => {
    if (stage === 'drafting' || stage === 'review' || stage === 'launching') {
      return t(`stage.${stage}`);
    }

    const id = stage.replace(/^lane:/, '');
    const lane = lanes.data?.find((known) => known.id === id);
    return t('stageOfLane', { lane: lane === undefined ? id : language === 'en' ? (lane.englishName ?? lane.name) : lane.name });
  };
  const longest = Math.max(...stages.map((stage) => stage.medianHours), Number.EPSILON);
  const columns: TableColumnsType<StageTime> = [
    { title: t('stage'), key: 'stage', render: (_, { stage }) => nameOf(stage) },
    {
      title: t('medianTime'),
      key: 'median',
      render: (_, { medianHours }) => (
        <span className={styles.time}>
          <span className={styles.timeBar} aria-hidden>
            <span style={{ width: `${String((100 * medianHours) / longest)}%` }} />
          </span>
          <span className="figure">{format.duration(medianHours)}</span>
        </span>
      ),
    },
    { title: t('longestTime'), key: 'longest', align: 'right', responsive: ['sm'], render: (_, { longestHours }) => <span className="figure">{format.duration(longestHours)}</span> },
    { title: t('cases'), key: 'count', align: 'right', responsive: ['md'], render: (_, { count }) => <span className="figure">{format.number(count)}</span> },
  ];
  return <Table<StageTime> rowKey="stage" size="small" pagination={false} columns={columns} dataSource={[...stages]} />;
}
