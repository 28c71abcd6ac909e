import { keepPreviousData, useQuery } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { answer, api } from '../../api/client';
import type { components } from '../../api/schema';
import { dayForm } from '../../ui/zone/zone';

export type Calendar = components['schemas']['CampaignCalendar'];
export type ChannelDay = Calendar['days'][number];
export type CalendarCampaign = Calendar['campaigns'][number];

export function useCalendar(from: string, to: string) {
  return useQuery({
    queryKey: ['campaign-calendar', from, to],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/campaign-calendar', { params: { query: { from, to } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** Of one day, such as 2026-01-31. */
export const useCalendarDay = (day: string) => useCalendar(day, dayjs(day).add(1, 'day').format(dayForm));
