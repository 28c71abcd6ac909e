import { Alert, Col, Form, Row } from 'antd';
import { isPresent } from '../../../api/present';
import { ShareInput } from '../../../ui/form/inputs';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import type { CampaignDraft } from './draft';
import type { DraftForecast } from './sources';
import { texts } from './texts';
import styles from './planner.module.css';

interface ExperimentSectionProps {
  readonly draft: CampaignDraft;
  readonly forecast: DraftForecast | undefined;
}

/** Who is left alone so that the effect can be seen, what that can show, and what is expected. */
export function ExperimentSection({ draft, forecast }: ExperimentSectionProps) {
  const t = useTexts(texts);
  const format = useFormat();
  const variants = new Set(draft.treatments.map((wording) => wording.variant ?? '')).size;
  const points = (rise: number) => format.number(rise * 100, 2);
  const known = forecast?.forecast;
  const betweenVariants = forecast?.detectableBetweenVariants;
  return (
    <>
      <Row gutter={16}>
        <Col xs={24} sm={12}>
          <Form.Item name="holdoutShare" label={t('holdout')} extra={t('holdoutDetail')}>
            <ShareInput max={50} />
          </Form.Item>
        </Col>
        <Col xs={24} sm={12}>
          <Form.Item name={['plan', 'responseRate']} label={t('responseRate')} extra={t('responseRateDetail')}>
            <ShareInput {...(known === undefined ? {} : { placeholder: format.number(known.responseRate * 100, 2) })} />
          </Form.Item>
        </Col>
      </Row>
      {known !== undefined && (
        <ul className={styles.powers}>
          <li>
            {!isPresent(known.detectableRise) ? (
              <Alert type="warning" showIcon title={t('noPower')} description={isPresent(known.holdoutForPower) ? t('holdoutForPower', { share: format.percent(known.holdoutForPower) }) : undefined} />
            ) : (
              <Alert
                type={known.detectableRise <= known.responseRate ? 'success' : 'warning'}
                showIcon
                title={t('power', { points: points(known.detectableRise), count: format.number(known.heldOut) })}
                description={isPresent(known.holdoutForPower) && known.holdoutForPower > draft.holdoutShare ? t('holdoutForPower', { share: format.percent(known.holdoutForPower) }) : undefined}
              />
            )}
          </li>
          {variants > 1 && (
            <li>
              <Alert
                type={isPresent(betweenVariants) ? 'info' : 'warning'}
                showIcon
                title={
                  isPresent(betweenVariants) ? t('variantPower', { count: variants, points: points(betweenVariants) }) : t('noVariantPower', { count: variants })
                }
              />
            </li>
          )}
        </ul>
      )}
    </>
  );
}
