import { Col, Row, Statistic } from 'antd';
import { isPresent } from '../../../api/present';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { Answered } from '../../../ui/states/Answered';
import { useForecast } from '../campaign';
import type { Campaign } from '../campaigns';
import { comesAgain, usePeriodWords, type Forecast } from '../period';
import { texts as periodTexts } from '../period.texts';
import { texts } from '../detail.texts';
import styles from '../detail.module.css';

/** What the campaign can come to; of one that goes out again and again at one time and over all. */
export function ForecastView({ campaign }: { readonly campaign: Campaign }) {
  return <Answered query={useForecast(campaign.id)} rows={2}>{(forecast) => <Figures forecast={forecast} schedule={campaign.schedule} />}</Answered>;
}

function Figures({ forecast, schedule }: { readonly forecast: Forecast; readonly schedule: Campaign['schedule'] }) {
  const t = useTexts(texts);
  const p = useTexts(periodTexts);
  const format = useFormat();
  const period = usePeriodWords()(forecast, schedule);
  const isRecurring = comesAgain(forecast);
  return (
    <section>
      {period !== null && <p className={styles.note}>{period.times}</p>}
      {isRecurring && <h2 className={styles.heading}>{p('eachTime')}</h2>}
      <Row gutter={[16, 16]}>
        {[
          { title: t('audience'), value: format.number(forecast.audience) },
          { title: t('heldOut'), value: format.number(forecast.heldOut) },
          { title: t('expectedResponses'), value: format.number(forecast.responses) },
          { title: t('expectedCost'), value: format.money(forecast.cost) },
          { title: t('expectedRevenue'), value: format.money(forecast.revenue) },
          { title: t('detectable'), value: isPresent(forecast.detectableRise) ? `+${format.number(forecast.detectableRise * 100, 2)}` : '–' },
        ].map(({ title, value }) => (
          <Col key={title} xs={12} md={8} xl={4}>
            <Statistic title={title} value={value} />
          </Col>
        ))}
      </Row>
      {period !== null && isRecurring && (
        <>
          <h2 className={styles.heading}>{p('period', { count: format.number(forecast.period.times) })}</h2>
          <Row gutter={[16, 16]}>
            {period.figures.map(({ title, value }) => (
              <Col key={title} xs={24} md={12} xl={6}>
                <Statistic title={title} value={value} />
              </Col>
            ))}
          </Row>
          {period.notes.map((note) => (
            <p key={note} className={styles.note}>
              {note}
            </p>
          ))}
        </>
      )}
    </section>
  );
}
