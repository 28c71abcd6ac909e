import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import { useProblemFields } from '../../ui/states/useProblemFields';
import { useToday } from '../session/useToday';
import type { Campaign } from './campaigns';
import { texts } from './detail.texts';
import { newCampaignId } from './planner/draft';
import { useClone } from './planner/sources';

interface NewCampaign {
  readonly id: string;
  readonly name: string;
}

/** The next campaign begins with what this one was and what it came to. */
export function CloneButton({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(texts);
  const navigate = useNavigate();
  const today = useToday();
  const [isOpen, setOpen] = useState(false);
  const [form] = Form.useForm<NewCampaign>();
  const { place, shown } = useProblemFields(form);
  const clone = useClone(campaign.id);
  return (
    <>
      <Button
        onClick={() => {
          clone.reset();
          form.resetFields();
          setOpen(true);
        }}
      >
        {t('clone')}
      </Button>
      <Modal
        title={t('clone')}
        open={isOpen}
        destroyOnHidden
        okText={t('cloneNow')}
        confirmLoading={clone.isPending}
        onOk={form.submit}
        onCancel={() => {
          setOpen(false);
        }}
      >
        <p>{t('cloneDetail')}</p>
        <br />
        <Failure error={clone.error} shown={shown} />
        <Form<NewCampaign>
          form={form}
          name="clone"
          initialValues={{ id: newCampaignId(today), name: t('cloneName', { name: campaign.name }) }}
          layout="vertical"
          requiredMark={false}
          onFinish={(made) => {
            clone.mutate(made, {
              onError: place,
              onSuccess: () => {
                void navigate(`/campaigns/${made.id}/edit`);
              },
            });
          }}
        >
          <Form.Item name="name" label={t('cloneNameLabel')} rules={[{ required: true, whitespace: true, message: t('missingField') }]}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="id" label={t('cloneId')} rules={[{ required: true, pattern: /^[\w.-]{1,64}$/, message: t('idRule') }]}>
            <Input maxLength={64} spellCheck={false} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
