import { Alert, Card } from 'antd';
import { useFormat } from '../../ui/format/useFormat';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Alarms } from './Alarms';
import { useBoard, type Board } from './board';
import styles from './board.module.css';
import { Duties } from './Duties';
import { FigureTable } from './FigureTable';
import { Hours } from './Hours';
import { LeadTime } from './LeadTime';
import { Silence } from './Silence';
import { texts } from './texts';
import { Tiles } from './Tiles';

/** The first page of the day: what happens now, what is wrong, and what waits for who looks. */
export default function BoardPage() {
  const t = useTexts(texts);
  const board = useBoard();
  return (
    <Page title={t('title')} detail={board.data === undefined ? t('detail') : <AsOf board={board.data} isLate={board.isError} />}>
      <Answered query={board} rows={10}>
        {(today) => <Today board={today} />}
      </Answered>
    </Page>
  );
}

function AsOf({ board, isLate }: { readonly board: Board; readonly isLate: boolean }) {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <span className={styles.asOf}>
      <time dateTime={board.asOf}>{t('asOf', { day: format.date(board.day), time: format.time(board.asOf) })}</time>
      <span className={isLate ? styles.late : styles.live}>{t(isLate ? 'late' : 'live')}</span>
    </span>
  );
}

function Today({ board }: { readonly board: Board }) {
  const t = useTexts(texts);
  return (
    <>
      <Tiles board={board} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <Card title={t('byHour')}>
            <Hours hours={board.hours} />
          </Card>
          <Card title={t('byChannel')}>
            <FigureTable by="channel" rows={board.channels} />
          </Card>
          <Card title={t('byCampaign')}>
            <FigureTable by="campaign" rows={board.campaigns} />
          </Card>
          <Card title={t('frontLine')}>
            <FrontLine board={board} />
          </Card>
        </div>
        <div className={styles.side}>
          <Card title={t('needsMe')}>
            <Duties />
          </Card>
          <Card title={t('alarms')}>
            <Alarms alarms={board.alarms} />
          </Card>
          <Card title={t('silence')}>
            <Silence board={board} />
          </Card>
          <Card title={t('leadTime')}>
            <LeadTime />
          </Card>
        </div>
      </div>
    </>
  );
}

/** What each person of the front line was given to offer today, and what came of it. */
function FrontLine({ board }: { readonly board: Board }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { people, opportunities, successes } = board.frontLine;
  return people === 0 ? (
    <Alert type="info" title={t('noFrontLine')} description={t('noFrontLineDetail')} />
  ) : (
    <>
      <p className={styles.average}>
        {t('perPerson', {
          people: format.number(people),
          opportunities: format.number(opportunities / people, 1),
          successes: format.number(successes / people, 1),
        })}
      </p>
      <FigureTable by="person" rows={board.people} />
    </>
  );
}
