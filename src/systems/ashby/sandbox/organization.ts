import { z } from 'zod'
import { type Endpoints, endpoint } from './endpoint.ts'
import { boolean, paging, uuid } from './input.ts'
import { list } from './paging.ts'
import { found } from './refusal.ts'

const withArchived = { includeArchived: boolean.default(false) }

/** Departments, locations, users and their roles: https://developers.ashbyhq.com/reference/departmentlist and others */
export const organizationEndpoints: Endpoints = {
  'department.list': endpoint('organizationRead', z.object({ ...paging, ...withArchived }), (input, world) =>
    list(world, world.departments, input, {
      name: 'department',
      filters: input.includeArchived,
      keep: ({ isArchived }) => input.includeArchived || !isArchived,
      show: (department) => department,
    }),
  ),
  'department.info': endpoint('organizationRead', z.object({ departmentId: uuid }), (input, world) => ({
    results: found(world.departments.read(input.departmentId), 'Department', world.settings.notFoundCode),
  })),

  'location.list': endpoint(
    'organizationRead',
    z.object({ ...paging, ...withArchived, includeLocationHierarchy: boolean.default(false) }),
    (input, world) =>
      list(world, world.locations, input, {
        name: 'location',
        filters: [input.includeArchived, input.includeLocationHierarchy],
        keep: ({ isArchived, type }) =>
          (input.includeArchived || !isArchived) && (input.includeLocationHierarchy || type === 'Location'),
        show: (location) => location,
      }),
  ),
  'location.info': endpoint('organizationRead', z.object({ locationId: uuid }), (input, world) => ({
    results: found(world.locations.read(input.locationId), 'Location', world.settings.notFoundCode),
  })),

  'user.list': endpoint(
    'organizationRead',
    z.object({ ...paging, includeDeactivated: boolean.default(false) }),
    (input, world) =>
      list(world, world.users, input, {
        name: 'user',
        filters: input.includeDeactivated,
        keep: ({ isEnabled }) => input.includeDeactivated || isEnabled,
        show: (user) => user,
      }),
  ),
  'user.info': endpoint('organizationRead', z.object({ userId: uuid }), (input, world) => ({
    results: found(world.users.read(input.userId), 'User', world.settings.notFoundCode),
  })),
  'user.search': endpoint('organizationRead', z.object({ email: z.string() }), ({ email }, world) => ({
    results: [...world.users.readAll().filter((user) => user.email.toLowerCase() === email.toLowerCase())],
  })),

  'hiringTeamRole.list': endpoint(
    'organizationRead',
    z.object({ namesOnly: boolean.default(true) }),
    ({ namesOnly }, world) => {
      const roles = [...world.hiringTeamRoles.readAll()]
      return { results: namesOnly ? roles.map(({ title }) => title) : roles }
    },
  ),
}
