import { Command } from 'commander'
import metadata from '../../package.json' with { type: 'json' }
import { exitCodeOf } from './failures.ts'
import type { Globals } from './open.ts'

/** Reads the command line, does what it says and gives the exit code (docs/operations.md). */
export async function run(argv: readonly string[]): Promise<number> {
  // Whoever reads our output may stop reading, as `| head` does.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  let exitCode = 0
  const program = createProgram((code) => {
    exitCode = code
  })
  try {
    await program.parseAsync(argv)
    return exitCode
  } catch (error) {
    return exitCodeOf(error, Boolean(program.opts<Globals>().verbose))
  }
}

type Finish = (exitCode: number) => void

/** Each command's file is loaded when it is called, so that `--help` and `status` do not wait for the web server. */
function createProgram(finish: Finish): Command {
  const program = new Command('hirewire')
    .description(metadata.description)
    .version(metadata.version, '--version')
    .option('--config <file>', 'configuration (default: HIREWIRE_CONFIG, else config/hirewire.yaml)')
    .option('--verbose', 'tell more on standard error')
    .helpOption('-h, --help', 'what a command takes')
    .exitOverride()
    .showHelpAfterError('"hirewire --help" lists the commands, "hirewire <command> --help" what one takes.')
  const globals = () => program.opts<Globals>()
  longRunning(program, finish, globals)
  runs(program, finish, globals)
  looks(program, finish, globals)
  return program
}

function longRunning(program: Command, finish: Finish, globals: () => Globals): void {
  program
    .command('start')
    .description('the daemon: migrate, schedule, serve; until it is told to stop')
    .action(async () => finish(await (await import('./start.ts')).start(globals())))
  program
    .command('demo')
    .description("the daemon against the vendors' sandboxes, with a company in them")
    .option('--once', 'one cycle, its summary, and the end')
    .action(async (options) => finish(await (await import('./demo.ts')).demo({ ...globals(), ...options })))
  program
    .command('sandbox')
    .description("only the vendors' sandboxes, on fixed ports of this machine; prints what they accept as JSON")
    .option('--empty', 'without the demo company')
    .action(async (options) => finish(await (await import('./sandbox.ts')).sandbox(options)))
}

function runs(program: Command, finish: Finish, globals: () => Globals): void {
  program
    .command('sync')
    .description('one run, now: exit 0 all written and verified, 2 partial or held, 1 failed')
    .argument('<connection>', 'its id in the config file')
    .option('--record <id>', "only this record, by the source's id (ChartHop job, Ashby application)")
    .option('--dry-run', 'only show what would be written')
    .option('--json', 'machine-readable, on standard output only')
    .action(async (id, options) => finish(await (await import('./sync.ts')).sync(id, { ...globals(), ...options })))
  program
    .command('plan')
    .description('what a run would write, per record and field; writes nothing')
    .argument('<connection>', 'its id in the config file')
    .option('--record <id>', 'only this record')
    .option('--mapping <file>', "with this mapping file in place of the connection's own")
    .option('--json', 'machine-readable, on standard output only')
    .action(async (id, options) => finish(await (await import('./plan.ts')).plan(id, { ...globals(), ...options })))
  program
    .command('approve')
    .description('let the held plan with this digest run, and run it')
    .argument('<digest>', 'the digest, or at least its first 8 characters')
    .option('--json', 'machine-readable, on standard output only')
    // A digest may begin with "-".
    .allowUnknownOption()
    .action(async (digest, options) =>
      finish(await (await import('./approve.ts')).approve(digest, { ...globals(), ...options })),
    )
  program
    .command('settle')
    .description('say of an unclear write what is there, once you looked at the vendor; its record is looked at again')
    .argument('<write>', 'its id, as explain shows it')
    .argument('<outcome>', 'applied: it is there; absent: it is not, and is planned again')
    .argument('[target]', "of a created object, the vendor's id")
    .option('--json', 'machine-readable, on standard output only')
    .action(async (id, outcome, target, options) =>
      finish(await (await import('./settle.ts')).settle(id, { ...globals(), ...options, outcome, target })),
    )
  program
    .command('enable')
    .description('switch a connection on, until the config file says something else')
    .argument('<connection>', 'its id in the config file')
    .action(async (id) => finish(await (await import('./enable.ts')).enable(id, globals())))
  program
    .command('disable')
    .description('switch a connection off: nothing of it is read or written; a run that goes on ends as usual')
    .argument('<connection>', 'its id in the config file')
    .action(async (id) => finish(await (await import('./disable.ts')).disable(id, globals())))
  program
    .command('migrate')
    .description('bring the database up to this version; nothing else')
    .action(async () => finish(await (await import('./migrate.ts')).migrateDatabase(globals())))
}

function looks(program: Command, finish: Finish, globals: () => Globals): void {
  program
    .command('check')
    .description('keys, permissions, mapping against the live fields; exit 1 when something is missing')
    .argument('[connection]', 'its id; all connections when left out')
    .option('--register-webhooks', 'register the webhooks that the vendors let us register')
    .option('--json', 'machine-readable, on standard output only')
    .action(async (id, options) => finish(await (await import('./check.ts')).check(id, { ...globals(), ...options })))
  program
    .command('fields')
    .description('every field that can be mapped, and the field it has or would get on the other side')
    .argument('<connection>', 'its id in the config file')
    .option('--json', 'machine-readable, on standard output only')
    .action(async (id, options) => finish(await (await import('./fields.ts')).fields(id, { ...globals(), ...options })))
  program
    .command('jobs')
    .description("the ATS's jobs with their stages, to choose triggers from")
    .argument('<connection>', 'its id in the config file')
    .option('--json', 'machine-readable, on standard output only')
    .action(async (id, options) => finish(await (await import('./jobs.ts')).jobs(id, { ...globals(), ...options })))
  program
    .command('explain')
    .description('how a record came to be what it is: value, transform, decision, every write')
    .argument('<connection>', 'its id in the config file')
    .argument('<record>', "the source's id, or <flow>/<id>")
    .argument('[field]', 'only this field, by its name on either side')
    .option('--json', 'machine-readable, on standard output only')
    .action(async (id, record, field, options) =>
      finish(await (await import('./explain.ts')).explain(id, record, { ...globals(), ...options, field })),
    )
  program
    .command('validate')
    .description('configuration and mapping files, without asking anybody; errors as file:line:column message')
    .argument('[files...]', "the files; the configuration and its connections' mappings when left out")
    .action(async (files) => finish(await (await import('./validate.ts')).validate(files, globals())))
  program
    .command('runs')
    .description('what happened, newest first')
    .argument('[connection]', 'its id; all connections when left out')
    .option('--limit <count>', 'how many', '20')
    .option('--json', 'machine-readable, on standard output only')
    .action(async (id, options) => finish(await (await import('./runs.ts')).runs(id, { ...globals(), ...options })))
  program
    .command('status')
    .description('what is in step, what waits, and why')
    .argument('[connection]', 'its id; all connections when left out')
    .option('--json', 'machine-readable, on standard output only')
    .action(async (id, options) => finish(await (await import('./status.ts')).status(id, { ...globals(), ...options })))
}
