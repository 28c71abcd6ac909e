import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, onlyIf } from '../../api/client';
import type { components } from '../../api/schema';
import { all, versioned, type Versioned } from '../administration/documents';

export type Attribute = components['schemas']['AttributeDeclaration'];
export type EventType = components['schemas']['CustomerEventType'];
export type EventSource = components['schemas']['CustomerEventSource'];
export type ContextField = components['schemas']['FieldDefinition'];
export type Area = components['schemas']['AreaDefinition'];

export const kinds = ['number', 'category', 'flag', 'date', 'text'] as const;
/** Of fields of events and of a request's context: texts never reach a decision. */
export const fieldKinds = ['number', 'category', 'flag', 'date'] as const;
export const eventRoles = ['none', 'product', 'complaint', 'status', 'location'] as const;

export function useAttributes() {
  return useQuery({ queryKey: ['attributes'], queryFn: ({ signal }) => answer(api.GET('/api/v1/attributes', { ...all, signal })) });
}

export function useEventTypes() {
  return useQuery({ queryKey: ['event-types'], queryFn: ({ signal }) => answer(api.GET('/api/v1/event-types', { ...all, signal })) });
}

export function useEventSources() {
  return useQuery({ queryKey: ['event-sources'], queryFn: ({ signal }) => answer(api.GET('/api/v1/event-sources', { ...all, signal })) });
}

export function useContextFields() {
  return useQuery({ queryKey: ['context-fields'], queryFn: ({ signal }) => answer(api.GET('/api/v1/context-fields', { ...all, signal })) });
}

export function useAreas() {
  return useQuery({ queryKey: ['areas'], queryFn: ({ signal }) => answer(api.GET('/api/v1/areas', { ...all, signal })) });
}

export const readEventType = (type: string): Promise<Versioned<EventType>> => versioned(api.GET('/api/v1/event-types/{type}', { params: { path: { type } } }));
export const readEventSource = (id: string): Promise<Versioned<EventSource>> => versioned(api.GET('/api/v1/event-sources/{id}', { params: { path: { id } } }));
export const readContextField = (name: string): Promise<Versioned<ContextField>> => versioned(api.GET('/api/v1/context-fields/{name}', { params: { path: { name } } }));
export const readArea = (id: string): Promise<Versioned<Area>> => versioned(api.GET('/api/v1/areas/{id}', { params: { path: { id } } }));

/** Stores one, and reads its list again. */
export function useSave() {
  const queries = useQueryClient();
  const after = async (key: string, stored: Promise<unknown>) => {
    await stored;
    await queries.invalidateQueries({ queryKey: [key] });
  };
  return {
    attribute: ({ name, kind }: Attribute) => after('attributes', answer(api.PUT('/api/v1/attributes/{name}', { params: { path: { name } }, body: { name, kind } }))),
    eventType: (body: EventType, version: string | null) =>
      after('event-types', answer(api.PUT('/api/v1/event-types/{type}', { params: { path: { type: body.type } }, body, headers: onlyIf(version) }))),
    eventSource: (body: EventSource, version: string | null) =>
      after('event-sources', answer(api.PUT('/api/v1/event-sources/{id}', { params: { path: { id: body.id } }, body, headers: onlyIf(version) }))),
    contextField: (body: ContextField, version: string | null) =>
      after('context-fields', answer(api.PUT('/api/v1/context-fields/{name}', { params: { path: { name: body.name } }, body, headers: onlyIf(version) }))),
    area: (body: Area, version: string | null) => after('areas', answer(api.PUT('/api/v1/areas/{id}', { params: { path: { id: body.id } }, body, headers: onlyIf(version) }))),
  };
}
