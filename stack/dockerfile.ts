import { readFileSync } from 'node:fs';
import { DockerfileParser } from 'dockerfile-ast';

/** What a Dockerfile says, as far as the tests read it; all but the base images is of the last stage. */
export interface Dockerfile {
  baseImages: string[];
  runs: string[];
  /** From the repository or, with `stage`, from another stage; paths below the image's /app. */
  copies: { sources: string[]; target: string; stage: string | undefined }[];
  env: Record<string, string>;
  user: string | undefined;
  port: number;
  command: string[];
}

/** Reads a Dockerfile of ours: it has one CMD, in exec form, and one EXPOSE. */
export function readDockerfile(file: string): Dockerfile {
  const dockerfile = DockerfileParser.parse(readFileSync(file, 'utf8'));
  const lastFrom = dockerfile.getFROMs().at(-1)?.getRange().start;
  const lastStage = lastFrom && dockerfile.getContainingImage(lastFrom);
  if (!lastStage) throw new Error(`${file} has no FROM`);
  const read = (keyword: string) =>
    lastStage
      .getInstructions()
      .filter((instruction) => instruction.getKeyword() === keyword)
      .map((instruction) => instruction.getArgumentsContent() ?? '');
  const properties = lastStage.getENVs().flatMap((env) => env.getProperties());
  return {
    baseImages: dockerfile.getFROMs().map((from) => from.getImage() ?? ''),
    runs: read('RUN'),
    copies: lastStage.getCOPYs().map((copy) => {
      const paths = copy.getArguments().map((argument) => argument.getValue());
      const stage = copy.getFromFlag()?.getValue() ?? undefined;
      return { sources: paths.slice(0, -1), target: paths.at(-1) ?? '', stage };
    }),
    env: Object.fromEntries(properties.map((property) => [property.getName(), property.getValue() ?? ''])),
    user: read('USER').at(-1),
    port: Number(read('EXPOSE').at(-1)),
    command: (lastStage.getCMDs()[0]?.getJSONStrings() ?? []).map((part) => part.getJSONValue()),
  };
}
