/** Documents, whatever their extension. */
const documents =
  /^(readme|licen[cs]e|copying|notice|provenance|changelog|authors|citation|contributing|model_?card)([._-]|$)/i

/** Names that tools read, among them text and JSON files. */
const configurations =
  /^(dockerfile|makefile|procfile|pipfile|gemfile|rakefile|jenkinsfile|vagrantfile|codeowners|runtime\.txt|robots\.txt|cmakelists\.txt|(.*[-_])?requirements([-_.].*)?\.txt|package(-lock)?\.json|[tj]sconfig(\..*)?\.json|(composer|vercel|firebase|manifest|angular|bower|app)\.json|git\.?keep)$/i

/** Extensions of source code, of documents and of a project's settings. */
const sources =
  /\.(md|rst|tex|ipynb|html?|css|s[ac]ss|less|[cm]?[jt]sx?|vue|svelte|map|pyi?|pyx|r|rmd|jl|m|java|kts?|scala|groovy|gradle|swift|dart|cs|fs|vb|go|rs|rb|php|pl|lua|c|cc|cpp|cxx|h|hh|hpp|cu|proto|sql|sh|bash|zsh|bat|cmd|ps1|ya?ml|toml|ini|cfg|conf|properties|env|lock|xml|iml|sln|csproj|log|woff2?|ttf|otf|eot|ico|keep|whl|exe|dll|so|dylib|jar|class|pyc)$/i

/**
 * Whether a file of this name belongs to a project rather than to its data: source code, documents, settings. Beside a
 * model, such files are never inputs.
 */
export function isProjectFile(name: string): boolean {
  return documents.test(name) || configurations.test(name) || sources.test(name)
}
