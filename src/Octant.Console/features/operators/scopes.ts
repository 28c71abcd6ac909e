/** What a role or a key can be entitled to, in the order in which people think of it. scopes.test.ts holds that it is what the server knows. */
export const scopeGroups = {
  people: ['operators:read', 'operators:write', 'organisation:read', 'organisation:write', 'admin', 'audit:read'],
  campaigns: ['campaigns:read', 'campaigns:write', 'campaigns:review', 'campaigns:launch', 'audiences:read', 'audiences:write'],
  catalogue: ['catalog:read', 'catalog:write', 'channels:read', 'channels:write', 'policies:read', 'policies:write', 'dictionary:read', 'dictionary:write'],
  customers: ['customers:read', 'customers:write', 'customers:unmask', 'customers:erase'],
  touchpoints: ['decisions:read', 'decisions:write', 'events:write', 'responses:write', 'contacts:write'],
  operations: ['models:read', 'models:write', 'operations:read', 'operations:write'],
} as const;

export type ScopeGroup = keyof typeof scopeGroups;
export type Scope = (typeof scopeGroups)[ScopeGroup][number];

export const groupNames = Object.keys(scopeGroups) as ScopeGroup[];
