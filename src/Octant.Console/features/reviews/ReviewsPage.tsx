import { Card, Table, Tag, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { isPresent } from '../../api/present';
import { Page } from '../../ui/layout/Page';
import { useFormat } from '../../ui/format/useFormat';
import { useLanguage, useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { usePermission } from '../session/session';
import { LeadTimesCard } from './LeadTimesCard';
import { useOpenReviews, type OpenReview } from './reviews';
import { texts } from './texts';
import styles from './reviews.module.css';

/** What waits for whoever is signed in, the most urgent first, and how long campaigns take from draft to launch. */
export default function ReviewsPage() {
  const t = useTexts(texts);
  const permits = usePermission();
  return (
    <Page title={t('title')} detail={t('detail')}>
      <div className={styles.parts}>
        {permits('campaigns:review') && <Waiting />}
        <LeadTimesCard />
      </div>
    </Page>
  );
}

function Waiting() {
  const t = useTexts(texts);
  const open = useOpenReviews();
  return (
    <Card title={<h2 className={styles.heading}>{t('waiting')}</h2>} styles={{ body: { padding: 0 } }}>
      <Answered query={open}>
        {({ items }) => (items.length === 0 ? <Empty title={t('nothingWaits')}>{t('nothingWaitsDetail')}</Empty> : <WaitingTable items={items} />)}
      </Answered>
    </Card>
  );
}

function WaitingTable({ items }: { readonly items: readonly OpenReview[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { language } = useLanguage();
  const columns: TableColumnsType<OpenReview> = [
    {
      title: t('campaign'),
      key: 'campaign',
      render: (_, review) => (
        <div className={styles.name}>
          <Link to={`/campaigns/${review.campaignId}?stage=review`}>{review.campaignName}</Link>
          <span className={styles.note}>
            {review.campaignId}
            {isPresent(review.submittedBy) && ` · ${t('submittedBy', { who: review.submittedBy.replace(/^operator\//, '') })}`}
          </span>
        </div>
      ),
    },
    {
      title: t('lane'),
      key: 'lane',
      responsive: ['sm'],
      render: (_, review) => (language === 'en' ? (review.laneEnglishName ?? review.laneName) : review.laneName),
    },
    {
      title: t('toSee'),
      key: 'changes',
      responsive: ['md'],
      render: (_, review) => (review.changes === 0 ? t('firstTime') : t('changes', { count: format.number(review.changes) })),
    },
    {
      title: t('due'),
      key: 'due',
      width: 190,
      render: (_, review) => (
        <span className="figure">
          {format.dateTime(review.dueAt)} {review.isOverdue && <Tag color="error">{t('overdue')}</Tag>}
        </span>
      ),
    },
  ];
  return <Table<OpenReview> rowKey={(review) => `${review.campaignId} ${review.lane}`} columns={columns} dataSource={[...items]} pagination={items.length > 20 ? { pageSize: 20 } : false} />;
}
