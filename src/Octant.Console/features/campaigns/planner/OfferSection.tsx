import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, InputNumber, Select, Tooltip } from 'antd';
import { MoneyInput, ShareInput } from '../../../ui/form/inputs';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { newOffer, type CampaignDraft } from './draft';
import { More } from './Section';
import { useOfferings, usePromotions } from './sources';
import { texts } from './texts';
import styles from './planner.module.css';

const mostOffers = 50;

/** What is offered, under which promotion, and how likely it is to be taken. */
export function OfferSection() {
  const t = useTexts(texts);
  return (
    <>
      <Form.List name="offers">
        {(rows, { add, remove }) => (
          <>
            <ul className={styles.rows}>
              {rows.map((row, place) => (
                <li key={row.key} className={styles.row}>
                  <Offer place={place} at={row.name} />
                  {rows.length > 1 && (
                    <Tooltip title={t('removeOffer')}>
                      <Button
                        type="text"
                        className={styles.remove ?? ''}
                        icon={<CloseOutlined aria-hidden />}
                        aria-label={t('removeOffer')}
                        onClick={() => {
                          remove(row.name);
                        }}
                      />
                    </Tooltip>
                  )}
                </li>
              ))}
            </ul>
            {rows.length < mostOffers && (
              <Button
                type="dashed"
                icon={<PlusOutlined aria-hidden />}
                onClick={() => {
                  add(newOffer());
                }}
              >
                {t('addOffer')}
              </Button>
            )}
          </>
        )}
      </Form.List>
      <More title={t('moreOffers')}>
        <Form.Item name="propensitySource" label={t('propensitySource')} extra={t('propensitySourceDetail')}>
          <Select options={(['configured', 'model'] as const).map((value) => ({ value, label: t(`source.${value}`) }))} />
        </Form.Item>
        <Form.Item name="class" label={t('class')} extra={t('classDetail')}>
          <Select options={(['marketing', 'service'] as const).map((value) => ({ value, label: t(`class.${value}`) }))} />
        </Form.Item>
        <Form.Item name="validityHours" label={t('validity')} extra={t('validityDetail')}>
          <InputNumber<number> min={1} max={8784} className={styles.wide ?? ''} suffix={t('hours')} />
        </Form.Item>
      </More>
    </>
  );
}

function Offer({ place, at }: { readonly place: number; readonly at: number }) {
  const t = useTexts(texts);
  const format = useFormat();
  const form = Form.useFormInstance<CampaignDraft>();
  const offerings = useOfferings();
  const promotions = usePromotions();
  const offering = Form.useWatch<string | undefined>(['offers', at, 'offering'], form);
  const fitting = (promotions.data?.items ?? []).filter((promotion) => offering !== undefined && promotion.offerings.includes(offering));
  return (
    <div className={styles.offer}>
      <Form.Item name={[at, 'offering']} label={place === 0 ? t('offering') : t('anotherOffering')} required rules={[{ required: true, message: t('missing') }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          loading={offerings.isPending}
          placeholder={t('offeringPlaceholder')}
          options={(offerings.data?.items ?? []).map(({ id, name, price }) => ({ value: id, label: `${name} · ${format.money(price ?? 0)}` }))}
          onChange={() => {
            form.setFieldValue(['offers', at, 'promotion'], null);
          }}
        />
      </Form.Item>
      <Form.Item name={[at, 'promotion']} label={t('promotion')}>
        <Select allowClear disabled={fitting.length === 0} placeholder={fitting.length === 0 ? t('noPromotion') : t('promotionPlaceholder')} options={fitting.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      <Form.Item name={[at, 'propensity']} label={t('propensity')} tooltip={t('propensityDetail')}>
        <ShareInput />
      </Form.Item>
      <Form.Item name={[at, 'value']} label={t('value')} tooltip={t('valueDetail')}>
        <MoneyInput step={100} placeholder={t('valuePlaceholder')} />
      </Form.Item>
    </div>
  );
}
