import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { components } from '../../api/schema';

export type Campaign = components['schemas']['CampaignDefinition'];
export type CampaignStatus = components['schemas']['CampaignStatus'];

/** How a campaign comes to its customers. */
export type CampaignKind = 'event' | 'inbound' | 'batch';

const mostAtOnce = 500;

export const campaignsKey = ['campaigns'] as const;

export function useCampaigns() {
  return useQuery({
    queryKey: campaignsKey,
    queryFn: ({ signal }) => answer(api.GET('/api/v1/campaigns', { params: { query: { limit: mostAtOnce } }, signal })),
  });
}

/** Whether a campaign has such a start or end: a time too far away means none. */
export const isSet = (time: string | undefined): time is string => time !== undefined && !/^(0001|9999)/.test(time);

/** Rules and plan change until it is live. */
export const isEditable = ({ status = 'draft' }: Campaign) => status === 'draft' || status === 'approved';

/** An event triggers it, or it has an hour to go out; otherwise the direction of its channels decides. */
export function kindOf(campaign: Campaign, activeChannels: ReadonlySet<string>): CampaignKind {
  return campaign.trigger ? 'event' : campaign.schedule ? 'batch' : campaign.channels.some((channel) => activeChannels.has(channel)) ? 'batch' : 'inbound';
}
