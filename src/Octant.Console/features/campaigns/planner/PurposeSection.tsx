import { Col, Form, Input, InputNumber, Row, Select } from 'antd';
import { useName, useTexts } from '../../../ui/language/LanguageProvider';
import { ShareInput } from '../../../ui/form/inputs';
import { useSession } from '../../session/session';
import { PeriodInput } from './PeriodInput';
import { More } from './Section';
import { useLevels, useUnits } from './sources';
import { texts } from './texts';

const idForm = /^[\w.-]{1,64}$/;

/** Why it is made, what counts as having worked, and who answers for it. */
export function PurposeSection({ isStored }: { readonly isStored: boolean }) {
  const t = useTexts(texts);
  const name = useName();
  const { organisation } = useSession();
  const levels = useLevels();
  const units = useUnits();
  const missing = t('missing');
  return (
    <>
      <Row gutter={16}>
        <Col xs={24} md={14}>
          <Form.Item name="name" label={t('name')} required rules={[{ required: true, whitespace: true, message: missing }]}>
            <Input maxLength={200} placeholder={t('namePlaceholder')} />
          </Form.Item>
        </Col>
        <Col xs={24} md={10}>
          <Form.Item name="period" label={t('period')} required rules={[{ required: true, message: missing }]}>
            <PeriodInput />
          </Form.Item>
        </Col>
        <Col xs={24}>
          <Form.Item name={['plan', 'objective']} label={t('objective')}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} placeholder={t('objectivePlaceholder')} />
          </Form.Item>
        </Col>
        <Col xs={24} sm={8}>
          <Form.Item name={['plan', 'outcome']} label={t('success')}>
            <Select options={(['accepted', 'interested', 'clicked'] as const).map((value) => ({ value, label: t(`outcome.${value}`) }))} />
          </Form.Item>
        </Col>
        <Col xs={12} sm={8}>
          <Form.Item name={['plan', 'share']} label={t('successShare')}>
            <ShareInput />
          </Form.Item>
        </Col>
        <Col xs={12} sm={8}>
          <Form.Item name={['plan', 'count']} label={t('successCount')}>
            <InputNumber<number> min={0} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        </Col>
      </Row>
      <More title={t('morePurpose')}>
        <Row gutter={16}>
          <Col xs={24} sm={12}>
            <Form.Item name="id" label={t('id')} extra={t('idDetail')} required rules={[{ required: true, pattern: idForm, message: t('idRule') }]}>
              <Input disabled={isStored} maxLength={64} spellCheck={false} />
            </Form.Item>
          </Col>
          <Col xs={24} sm={12}>
            <Form.Item name={['plan', 'owner']} label={t('owner')} extra={t('ownerDetail')}>
              <Input maxLength={64} spellCheck={false} />
            </Form.Item>
          </Col>
          <Col xs={24} sm={12}>
            <Form.Item name={['plan', 'level']} label={t('level')} extra={t('levelDetail')}>
              <Select loading={levels.isPending} options={(levels.data?.items ?? []).map((level) => ({ value: level.id, label: name(level.name) }))} />
            </Form.Item>
          </Col>
          <Col xs={24} sm={12}>
            <Form.Item name="organisation" label={t('organisation')} extra={t('organisationDetail')}>
              <Select
                allowClear={organisation === null}
                showSearch={{ optionFilterProp: 'label' }}
                placeholder={t('wholeOrganisation')}
                options={(units.data?.items ?? []).map((unit) => ({ value: unit.path, label: name(unit.name) }))}
              />
            </Form.Item>
          </Col>
          <Col xs={24} sm={12}>
            <Form.Item name={['plan', 'precedence']} label={t('precedence')} extra={t('precedenceDetail')}>
              <InputNumber<number> min={0} max={100} precision={0} style={{ width: '100%' }} />
            </Form.Item>
          </Col>
          <Col xs={24} sm={12}>
            <Form.Item name="lever" label={t('lever')} extra={t('leverDetail')}>
              <InputNumber<number> min={0} max={1000} step={0.1} style={{ width: '100%' }} />
            </Form.Item>
          </Col>
        </Row>
      </More>
    </>
  );
}
