package cli_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// root is the module's folder, seen from this package's.
const root = "../.."

// layers is every package of the program and which others of it each may
// import. The data goes one way: main, cli, report, runner, then what is intended
// (plan), and below it what exists (state, and state/disk that keeps it) and what
// may be bought (budget). Who decides what is intended (decide) knows what is
// declared (spec) and the picture formats; a run asks it by an interface. Beside the
// plan stand the pace of its run (traffic) and what a run uploads (upload). An
// audit needs only what exists. A runner meets a provider through runner/provider
// alone, so that another provider is another folder; only cli knows which there
// are.
var layers = map[string][]string{
	"gesso":                                 {"gesso/runner/cli"},
	"gesso/runner":                          {"gesso/runner/budget", "gesso/runner/buy", "gesso/runner/collect", "gesso/runner/derive", "gesso/runner/log", "gesso/runner/money", "gesso/runner/picture", "gesso/runner/place", "gesso/runner/plan", "gesso/runner/provider", "gesso/runner/sourcefile", "gesso/runner/traffic", "gesso/runner/upload", "gesso/runner/walk", "gesso/spec/address", "gesso/spec/filename", "gesso/state", "gesso/state/disk", "gesso/state/disk/objects", "gesso/state/disk/remote"},
	"gesso/runner/account":                  {"gesso/runner/plan", "gesso/runner/provider", "gesso/spec/config", "gesso/state", "gesso/state/disk"},
	"gesso/runner/approval":                 {"gesso/runner/plan", "gesso/runner/savedplan", "gesso/spec", "gesso/spec/eval", "gesso/state", "gesso/state/disk", "gesso/state/disk/locate", "gesso/state/text"},
	"gesso/runner/audit":                    {"gesso/runner/money", "gesso/runner/plan", "gesso/state", "gesso/state/disk", "gesso/state/disk/history"},
	"gesso/runner/backend":                  {"gesso/spec", "gesso/spec/backend", "gesso/spec/filename", "gesso/state/disk", "gesso/state/home", "gesso/state/home/place", "gesso/state/home/shelf", "gesso/state/text"},
	"gesso/runner/budget":                   {"gesso/runner/money"},
	"gesso/runner/build":                    nil,
	"gesso/runner/buy":                      {"gesso/runner/log", "gesso/runner/provider", "gesso/runner/traffic", "gesso/spec/secret/spelling", "gesso/state"},
	"gesso/runner/cli":                      {"gesso/runner", "gesso/runner/audit", "gesso/runner/budget", "gesso/runner/build", "gesso/runner/cli/internal/homes", "gesso/runner/cli/internal/inline", "gesso/runner/cli/internal/look", "gesso/runner/cli/internal/past", "gesso/runner/cli/internal/recorded", "gesso/runner/cli/internal/rewrite", "gesso/runner/cli/internal/setup", "gesso/runner/cli/internal/storage", "gesso/runner/cli/internal/viewing", "gesso/runner/cli/internal/workspace", "gesso/runner/command", "gesso/runner/completion", "gesso/runner/decide", "gesso/runner/decide/moving", "gesso/runner/document", "gesso/runner/flux", "gesso/runner/gallery", "gesso/runner/inspect", "gesso/runner/log", "gesso/runner/manual", "gesso/runner/plan", "gesso/runner/provider", "gesso/runner/records", "gesso/runner/report", "gesso/runner/report/inspection", "gesso/runner/report/mistake", "gesso/runner/sandbox", "gesso/runner/sandbox/fault", "gesso/runner/savedplan", "gesso/runner/selection", "gesso/runner/session", "gesso/runner/taint", "gesso/runner/unsettled", "gesso/spec", "gesso/state", "gesso/state/disk", "gesso/state/disk/workspaces"},
	"gesso/runner/cli/internal/editor":      nil,
	"gesso/runner/cli/internal/homes":       {"gesso/runner/command", "gesso/runner/document", "gesso/runner/report", "gesso/runner/report/homes", "gesso/runner/report/outline", "gesso/runner/report/quote", "gesso/runner/session", "gesso/runner/standing", "gesso/state/disk", "gesso/state/disk/objects", "gesso/state/home"},
	"gesso/runner/cli/internal/inline":      {"gesso/runner/command", "gesso/runner/originals", "gesso/runner/picture", "gesso/runner/report/pictures", "gesso/runner/session", "gesso/spec/filename", "gesso/state"},
	"gesso/runner/cli/internal/look":        {"gesso/runner/cli/internal/editor", "gesso/runner/command", "gesso/runner/decide/recalling", "gesso/runner/document", "gesso/runner/provider", "gesso/runner/report", "gesso/runner/report/graph", "gesso/runner/report/literal", "gesso/runner/schema", "gesso/runner/session", "gesso/spec/config", "gesso/spec/eval", "gesso/spec/funcs", "gesso/spec/lang", "gesso/spec/near", "gesso/spec/source"},
	"gesso/runner/cli/internal/past":        {"gesso/runner/cli/internal/inline", "gesso/runner/command", "gesso/runner/document", "gesso/runner/gitsetup", "gesso/runner/plan", "gesso/runner/records", "gesso/runner/report/outline", "gesso/runner/report/past", "gesso/runner/revert", "gesso/runner/selection", "gesso/runner/session", "gesso/runner/takes", "gesso/runner/timeline", "gesso/spec/address", "gesso/spec/pin", "gesso/state", "gesso/state/disk/history"},
	"gesso/runner/cli/internal/recorded":    {"gesso/runner/command", "gesso/runner/document", "gesso/runner/records", "gesso/runner/report", "gesso/runner/selection", "gesso/runner/session", "gesso/state", "gesso/state/disk", "gesso/state/disk/backup", "gesso/state/merge", "gesso/state/text"},
	"gesso/runner/cli/internal/rewrite":     {"gesso/runner/command", "gesso/spec/filename", "gesso/spec/format"},
	"gesso/runner/cli/internal/setup":       {"gesso/runner/backend", "gesso/runner/command", "gesso/runner/gitsetup", "gesso/runner/migrate", "gesso/runner/report/quote", "gesso/runner/session", "gesso/spec", "gesso/spec/backend", "gesso/state/disk", "gesso/state/home", "gesso/state/home/place", "gesso/state/home/shelf"},
	"gesso/runner/cli/internal/storage":     {"gesso/runner/backend", "gesso/runner/command", "gesso/runner/document", "gesso/runner/gitsetup", "gesso/runner/plan", "gesso/runner/provider", "gesso/runner/report", "gesso/runner/report/outline", "gesso/runner/report/quote", "gesso/runner/session", "gesso/runner/store", "gesso/runner/thumbs", "gesso/state/disk", "gesso/state/disk/objects", "gesso/state/disk/workspaces", "gesso/state/home"},
	"gesso/runner/cli/internal/viewing":     {"gesso/runner/command", "gesso/runner/decide/recalling", "gesso/runner/document", "gesso/runner/gallery", "gesso/runner/gallery/fit", "gesso/runner/gallery/live", "gesso/runner/gallery/page", "gesso/runner/gallery/publish", "gesso/runner/gitsetup", "gesso/runner/originals", "gesso/runner/picture", "gesso/runner/provider", "gesso/runner/report", "gesso/runner/report/outline", "gesso/runner/report/reviewed", "gesso/runner/review", "gesso/runner/selection", "gesso/runner/session", "gesso/runner/sheet", "gesso/runner/thumbs", "gesso/runner/timeline", "gesso/runner/wishes", "gesso/spec/filename", "gesso/state", "gesso/state/disk", "gesso/state/text"},
	"gesso/runner/cli/internal/workspace":   {"gesso/runner/command", "gesso/runner/report/quote", "gesso/runner/session", "gesso/runner/store", "gesso/state/disk", "gesso/state/disk/workspaces"},
	"gesso/runner/collect":                  {"gesso/runner/log", "gesso/runner/picture", "gesso/runner/provider", "gesso/runner/traffic", "gesso/state", "gesso/state/disk", "gesso/state/disk/objects"},
	"gesso/runner/command":                  {"gesso/runner/build", "gesso/runner/document", "gesso/runner/machine", "gesso/runner/manual", "gesso/runner/report", "gesso/runner/report/homes", "gesso/runner/report/mistake", "gesso/runner/report/quote", "gesso/runner/trace", "gesso/spec/diag", "gesso/spec/filename", "gesso/spec/near", "gesso/state", "gesso/state/disk", "gesso/state/home"},
	"gesso/runner/completion":               {"gesso/runner/command", "gesso/spec/filename", "gesso/state/text"},
	"gesso/runner/decide":                   {"gesso/runner/account", "gesso/runner/budget", "gesso/runner/decide/arguments", "gesso/runner/decide/asking", "gesso/runner/decide/edits", "gesso/runner/decide/moving", "gesso/runner/decide/naming", "gesso/runner/decide/narrowing", "gesso/runner/decide/objections", "gesso/runner/decide/placing", "gesso/runner/decide/recalling", "gesso/runner/decide/refusals", "gesso/runner/decide/tracing", "gesso/runner/derive", "gesso/runner/drift", "gesso/runner/library", "gesso/runner/opencalls", "gesso/runner/picture", "gesso/runner/pins", "gesso/runner/plan", "gesso/runner/provider", "gesso/runner/rename", "gesso/runner/rivals", "gesso/runner/selection", "gesso/runner/sharing", "gesso/runner/sourcefile", "gesso/runner/spread", "gesso/runner/supply", "gesso/runner/takes", "gesso/runner/timeline", "gesso/runner/unmade", "gesso/runner/wishes", "gesso/spec/address", "gesso/spec/config", "gesso/spec/diag", "gesso/spec/eval", "gesso/spec/lang", "gesso/spec/pin", "gesso/state", "gesso/state/disk", "gesso/state/disk/workspaces"},
	"gesso/runner/decide/arguments":         {"gesso/runner/plan", "gesso/spec/diag", "gesso/spec/eval", "gesso/spec/pin"},
	"gesso/runner/decide/asking":            {"gesso/runner/account", "gesso/runner/derive", "gesso/runner/plan", "gesso/runner/provider", "gesso/runner/sourcefile", "gesso/spec/address", "gesso/spec/config", "gesso/spec/eval", "gesso/spec/lang", "gesso/spec/lines", "gesso/spec/trigger", "gesso/state"},
	"gesso/runner/decide/edits":             {"gesso/runner/picture", "gesso/runner/sourcefile", "gesso/spec/diag", "gesso/spec/filename"},
	"gesso/runner/decide/moving":            {"gesso/spec/eval", "gesso/state"},
	"gesso/runner/decide/naming":            {"gesso/runner/decide/asking", "gesso/spec/eval", "gesso/spec/lines", "gesso/spec/trigger", "gesso/state"},
	"gesso/runner/decide/narrowing":         {"gesso/runner/decide/moving", "gesso/runner/decide/recalling", "gesso/runner/plan", "gesso/runner/selection", "gesso/spec/config", "gesso/spec/eval", "gesso/spec/part", "gesso/state"},
	"gesso/runner/decide/objections":        {"gesso/runner/decide/refusals", "gesso/runner/provider", "gesso/spec/config", "gesso/spec/eval", "gesso/state"},
	"gesso/runner/decide/placing":           {"gesso/runner/decide/refusals", "gesso/runner/derive", "gesso/runner/plan", "gesso/runner/spread", "gesso/runner/takes", "gesso/spec/diag", "gesso/state", "gesso/state/disk", "gesso/state/disk/workspaces"},
	"gesso/runner/decide/recalling":         {"gesso/spec/eval", "gesso/state"},
	"gesso/runner/decide/refusals":          {"gesso/runner/drift", "gesso/runner/picture", "gesso/runner/pins", "gesso/runner/plan", "gesso/runner/provider", "gesso/runner/unrecorded", "gesso/spec/config", "gesso/spec/eval", "gesso/spec/filename", "gesso/state", "gesso/state/disk/workspaces"},
	"gesso/runner/decide/tracing":           {"gesso/runner/decide/asking", "gesso/runner/plan"},
	"gesso/runner/derive":                   {"gesso/runner/drift", "gesso/runner/foreign", "gesso/runner/picture", "gesso/runner/plan", "gesso/runner/resample", "gesso/runner/spread", "gesso/runner/written", "gesso/spec/address", "gesso/spec/config", "gesso/spec/derive", "gesso/spec/diag", "gesso/spec/filename", "gesso/state", "gesso/state/disk", "gesso/state/disk/history", "gesso/state/disk/locate", "gesso/state/disk/workspaces"},
	"gesso/runner/document":                 {"gesso/runner/audit", "gesso/runner/inspect", "gesso/runner/money", "gesso/runner/plan", "gesso/runner/provider", "gesso/runner/review", "gesso/runner/standing", "gesso/runner/store", "gesso/runner/takes", "gesso/runner/timeline", "gesso/runner/wishes", "gesso/spec/address", "gesso/spec/eval", "gesso/spec/lang", "gesso/state", "gesso/state/disk/history", "gesso/state/home"},
	"gesso/runner/drift":                    {"gesso/runner/picture", "gesso/runner/picture/container", "gesso/runner/provenance", "gesso/runner/spread", "gesso/spec/filename", "gesso/state", "gesso/state/disk", "gesso/state/disk/workspaces"},
	"gesso/runner/flux":                     {"gesso/runner/flux/internal/dial", "gesso/runner/flux/internal/guide", "gesso/runner/flux/internal/transfer", "gesso/runner/provider", "gesso/spec/lang", "gesso/spec/secret/spelling"},
	"gesso/runner/flux/internal/dial":       nil,
	"gesso/runner/flux/internal/guide":      {"gesso/runner/provider", "gesso/spec/near"},
	"gesso/runner/flux/internal/transfer":   nil,
	"gesso/runner/foreign":                  {"gesso/runner/drift", "gesso/runner/picture", "gesso/runner/plan", "gesso/runner/provenance", "gesso/runner/spread", "gesso/runner/written", "gesso/state", "gesso/state/disk", "gesso/state/disk/locate", "gesso/state/disk/workspaces"},
	"gesso/runner/gallery":                  {"gesso/runner/account", "gesso/runner/plan", "gesso/runner/report/textdiff", "gesso/runner/takes", "gesso/runner/timeline", "gesso/spec/address", "gesso/spec/eval", "gesso/spec/grid", "gesso/spec/near", "gesso/spec/repeat", "gesso/state", "gesso/state/disk"},
	"gesso/runner/gallery/fit":              {"gesso/runner/gallery"},
	"gesso/runner/gallery/live":             {"gesso/runner/gallery", "gesso/runner/gallery/page", "gesso/runner/review"},
	"gesso/runner/gallery/page":             {"gesso/runner/gallery", "gesso/runner/report/quote"},
	"gesso/runner/gallery/publish":          {"gesso/spec/filename"},
	"gesso/runner/gitsetup":                 {"gesso/runner/selection", "gesso/spec/filename"},
	"gesso/runner/inspect":                  {"gesso/runner/picture", "gesso/runner/picture/container", "gesso/runner/provenance", "gesso/runner/spread", "gesso/spec/filename", "gesso/state", "gesso/state/disk"},
	"gesso/runner/library":                  {"gesso/runner/account", "gesso/runner/rivals", "gesso/runner/supply", "gesso/runner/unmade", "gesso/state", "gesso/state/disk"},
	"gesso/runner/log":                      {"gesso/state"},
	"gesso/runner/machine":                  {"gesso/runner", "gesso/runner/document", "gesso/runner/money", "gesso/runner/plan", "gesso/runner/provider", "gesso/spec/address"},
	"gesso/runner/manual":                   {"gesso/runner", "gesso/spec", "gesso/state"},
	"gesso/runner/migrate":                  {"gesso/runner/backend", "gesso/spec/filename", "gesso/state", "gesso/state/disk", "gesso/state/home", "gesso/state/text"},
	"gesso/runner/money":                    nil,
	"gesso/runner/opencalls":                {"gesso/runner/plan", "gesso/state"},
	"gesso/runner/originals":                {"gesso/state", "gesso/state/disk"},
	"gesso/runner/picture":                  {"gesso/runner/picture/container", "gesso/runner/resample", "gesso/spec/derive"},
	"gesso/runner/picture/container":        nil,
	"gesso/runner/pins":                     {"gesso/runner/picture", "gesso/runner/supply", "gesso/state", "gesso/state/disk"},
	"gesso/runner/place":                    {"gesso/runner/log", "gesso/runner/picture", "gesso/runner/picture/container", "gesso/runner/provenance", "gesso/runner/written", "gesso/spec/filename", "gesso/state", "gesso/state/disk", "gesso/state/disk/locate"},
	"gesso/runner/plan":                     {"gesso/runner/budget", "gesso/runner/money", "gesso/spec/address", "gesso/spec/filename", "gesso/spec/pin", "gesso/state"},
	"gesso/runner/plan/plantest":            {"gesso/runner/budget", "gesso/runner/plan", "gesso/state", "gesso/state/statetest"},
	"gesso/runner/provenance":               {"gesso/state"},
	"gesso/runner/provider":                 {"gesso/spec/lang"},
	"gesso/runner/provider/providertest":    {"gesso/runner/provider", "gesso/spec/lang"},
	"gesso/runner/quiet":                    {"gesso/spec/filename", "gesso/state/disk", "gesso/state/disk/cache"},
	"gesso/runner/records":                  {"gesso/runner/selection", "gesso/spec/address", "gesso/state", "gesso/state/disk", "gesso/state/disk/backup", "gesso/state/text"},
	"gesso/runner/rename":                   {"gesso/runner/plan", "gesso/spec/address"},
	"gesso/runner/report":                   {"gesso/runner", "gesso/runner/audit", "gesso/runner/budget", "gesso/runner/document", "gesso/runner/money", "gesso/runner/picture", "gesso/runner/plan", "gesso/runner/provider", "gesso/runner/rename", "gesso/runner/report/literal", "gesso/runner/report/mistake", "gesso/runner/report/outline", "gesso/runner/report/quote", "gesso/runner/report/textdiff", "gesso/runner/selection", "gesso/runner/store", "gesso/runner/unrecorded", "gesso/spec/diag", "gesso/spec/eval", "gesso/spec/lang", "gesso/spec/pin", "gesso/state"},
	"gesso/runner/report/graph":             {"gesso/runner/plan", "gesso/runner/report/quote", "gesso/spec/config"},
	"gesso/runner/report/homes":             {"gesso/runner/report/quote", "gesso/state/home", "gesso/state/home/shelf"},
	"gesso/runner/report/inspection":        {"gesso/runner/inspect", "gesso/runner/report", "gesso/runner/report/quote", "gesso/state"},
	"gesso/runner/report/literal":           {"gesso/runner/report/outline", "gesso/runner/report/quote", "gesso/spec/funcs"},
	"gesso/runner/report/markdown":          {"gesso/runner/plan", "gesso/runner/rename", "gesso/runner/report/outline", "gesso/runner/report/quote", "gesso/runner/report/textdiff"},
	"gesso/runner/report/mistake":           {"gesso/runner/document", "gesso/runner/report/literal", "gesso/runner/report/quote", "gesso/spec/diag", "gesso/spec/funcs", "gesso/spec/lang", "gesso/spec/source"},
	"gesso/runner/report/outline":           {"gesso/runner/money", "gesso/runner/plan", "gesso/runner/report/quote", "gesso/runner/report/textdiff", "gesso/spec/lang", "gesso/spec/pin", "gesso/state"},
	"gesso/runner/report/past":              {"gesso/runner/money", "gesso/runner/plan", "gesso/runner/report", "gesso/runner/report/outline", "gesso/runner/report/quote", "gesso/runner/takes", "gesso/runner/timeline", "gesso/spec/pin", "gesso/state", "gesso/state/disk/history"},
	"gesso/runner/report/pictures":          {"gesso/runner/report", "gesso/runner/report/quote", "gesso/runner/resample", "gesso/spec/derive"},
	"gesso/runner/report/quote":             nil,
	"gesso/runner/report/reviewed":          {"gesso/runner/report", "gesso/runner/report/outline", "gesso/runner/report/quote", "gesso/runner/review", "gesso/runner/wishes"},
	"gesso/runner/report/textdiff":          nil,
	"gesso/runner/resample":                 {"gesso/spec/derive"},
	"gesso/runner/revert":                   {"gesso/runner", "gesso/runner/foreign", "gesso/runner/plan", "gesso/runner/supply", "gesso/spec/address", "gesso/state", "gesso/state/disk", "gesso/state/disk/workspaces"},
	"gesso/runner/review":                   {"gesso/spec/address"},
	"gesso/runner/rivals":                   {"gesso/state"},
	"gesso/runner/sandbox":                  {"gesso/runner/picture", "gesso/runner/provider", "gesso/runner/sandbox/fault", "gesso/runner/sandbox/internal/front", "gesso/runner/sandbox/internal/paint", "gesso/runner/sandbox/internal/rules", "gesso/runner/sandbox/internal/studio", "gesso/runner/sandbox/internal/variant", "gesso/spec/lang"},
	"gesso/runner/sandbox/fault":            {"gesso/runner/sandbox/internal/variant", "gesso/spec/near"},
	"gesso/runner/sandbox/internal/front":   nil,
	"gesso/runner/sandbox/internal/paint":   {"gesso/runner/typeface"},
	"gesso/runner/sandbox/internal/rules":   {"gesso/runner/picture"},
	"gesso/runner/sandbox/internal/studio":  {"gesso/runner/picture", "gesso/runner/sandbox/internal/paint"},
	"gesso/runner/sandbox/internal/variant": nil,
	"gesso/runner/savedplan":                {"gesso/runner/budget", "gesso/runner/money", "gesso/runner/plan", "gesso/spec/filename", "gesso/state"},
	"gesso/runner/schema":                   nil,
	"gesso/runner/schema/schematest":        {"gesso/runner/schema"},
	"gesso/runner/selection":                {"gesso/runner/plan", "gesso/spec/address", "gesso/spec/near"},
	"gesso/runner/session":                  {"gesso/runner", "gesso/runner/account", "gesso/runner/approval", "gesso/runner/backend", "gesso/runner/budget", "gesso/runner/build", "gesso/runner/command", "gesso/runner/decide", "gesso/runner/decide/recalling", "gesso/runner/document", "gesso/runner/machine", "gesso/runner/plan", "gesso/runner/provider", "gesso/runner/quiet", "gesso/runner/records", "gesso/runner/report", "gesso/runner/report/homes", "gesso/runner/report/markdown", "gesso/runner/report/mistake", "gesso/runner/report/quote", "gesso/runner/revert", "gesso/runner/review", "gesso/runner/savedplan", "gesso/runner/selection", "gesso/runner/traffic", "gesso/runner/unsettled", "gesso/runner/wishes", "gesso/spec", "gesso/spec/config", "gesso/spec/eval", "gesso/state", "gesso/state/disk", "gesso/state/disk/objects", "gesso/state/disk/replica", "gesso/state/disk/workspaces", "gesso/state/home", "gesso/state/home/place"},
	"gesso/runner/sharing":                  {"gesso/state"},
	"gesso/runner/sheet":                    {"gesso/runner/gallery", "gesso/runner/gallery/publish", "gesso/runner/money", "gesso/runner/resample", "gesso/runner/typeface", "gesso/spec/derive"},
	"gesso/runner/sourcefile":               {"gesso/runner/picture", "gesso/spec/filename", "gesso/spec/source", "gesso/state"},
	"gesso/runner/spread":                   nil,
	"gesso/runner/standing":                 {"gesso/state/home"},
	"gesso/runner/store":                    {"gesso/runner/plan", "gesso/runner/spread", "gesso/runner/supply", "gesso/spec/filename", "gesso/state", "gesso/state/disk", "gesso/state/disk/objects", "gesso/state/disk/remote", "gesso/state/disk/workspaces", "gesso/state/home", "gesso/state/text"},
	"gesso/runner/supply":                   {"gesso/runner/plan", "gesso/state", "gesso/state/disk"},
	"gesso/runner/taint":                    {"gesso/runner/selection", "gesso/state"},
	"gesso/runner/takes":                    {"gesso/spec/pin", "gesso/state"},
	"gesso/runner/thumbs":                   {"gesso/runner/gallery", "gesso/runner/picture", "gesso/state", "gesso/state/disk/cache"},
	"gesso/runner/timeline":                 {"gesso/runner/takes", "gesso/spec/address", "gesso/state", "gesso/state/disk", "gesso/state/disk/history", "gesso/state/text"},
	"gesso/runner/trace":                    {"gesso/runner", "gesso/runner/plan", "gesso/runner/provider", "gesso/state"},
	"gesso/runner/traffic":                  {"gesso/runner/provider"},
	"gesso/runner/typeface":                 {"gesso/runner/typeface/internal/glyphs"},
	"gesso/runner/typeface/internal/glyphs": nil,
	"gesso/runner/unmade":                   {"gesso/runner/plan", "gesso/state", "gesso/state/disk", "gesso/state/disk/workspaces"},
	"gesso/runner/unrecorded":               {"gesso/runner/plan"},
	"gesso/runner/unsettled":                {"gesso/runner/plan", "gesso/state"},
	"gesso/runner/upload":                   {"gesso/runner/picture", "gesso/runner/plan", "gesso/runner/sourcefile", "gesso/spec/filename", "gesso/state", "gesso/state/disk"},
	"gesso/runner/walk":                     nil,
	"gesso/runner/wishes":                   {"gesso/runner/plan", "gesso/runner/report/quote", "gesso/runner/review", "gesso/runner/takes", "gesso/runner/timeline", "gesso/spec/address", "gesso/state", "gesso/state/disk"},
	"gesso/runner/written":                  {"gesso/runner/plan", "gesso/spec/filename", "gesso/state"},
	"gesso/spec":                            {"gesso/spec/address", "gesso/spec/backend", "gesso/spec/config", "gesso/spec/diag", "gesso/spec/eval", "gesso/spec/filename", "gesso/spec/lang", "gesso/spec/link", "gesso/spec/near", "gesso/spec/origin", "gesso/spec/repeat", "gesso/spec/source", "gesso/spec/unread"},
	"gesso/spec/address":                    nil,
	"gesso/spec/advice":                     {"gesso/spec/address", "gesso/spec/config", "gesso/spec/diag"},
	"gesso/spec/backend":                    {"gesso/spec/config", "gesso/spec/diag", "gesso/spec/lang", "gesso/spec/near", "gesso/spec/source"},
	"gesso/spec/bound":                      {"gesso/spec/conform"},
	"gesso/spec/condition":                  {"gesso/spec/config", "gesso/spec/diag", "gesso/spec/origin"},
	"gesso/spec/config":                     {"gesso/spec/address", "gesso/spec/bound", "gesso/spec/conform", "gesso/spec/diag", "gesso/spec/lang", "gesso/spec/source"},
	"gesso/spec/conform":                    nil,
	"gesso/spec/derive":                     nil,
	"gesso/spec/derive/block":               {"gesso/spec/address", "gesso/spec/config", "gesso/spec/derive", "gesso/spec/diag", "gesso/spec/filename", "gesso/spec/lang", "gesso/spec/origin"},
	"gesso/spec/detail":                     {"gesso/spec/derive/block", "gesso/spec/trigger"},
	"gesso/spec/diag":                       {"gesso/spec/address", "gesso/spec/near"},
	"gesso/spec/eval":                       {"gesso/spec/address", "gesso/spec/advice", "gesso/spec/backend", "gesso/spec/bound", "gesso/spec/condition", "gesso/spec/config", "gesso/spec/derive/block", "gesso/spec/detail", "gesso/spec/diag", "gesso/spec/filename", "gesso/spec/funcs", "gesso/spec/lang", "gesso/spec/lines", "gesso/spec/link", "gesso/spec/origin", "gesso/spec/outputs", "gesso/spec/part", "gesso/spec/pin", "gesso/spec/repeat", "gesso/spec/secret", "gesso/spec/source", "gesso/spec/trigger"},
	"gesso/spec/filename":                   nil,
	"gesso/spec/folder":                     {"gesso/spec/bound", "gesso/spec/filename"},
	"gesso/spec/format":                     {"gesso/spec/bound"},
	"gesso/spec/funcs":                      {"gesso/spec/bound", "gesso/spec/conform", "gesso/spec/folder", "gesso/spec/lines"},
	"gesso/spec/grid":                       {"gesso/spec/repeat"},
	"gesso/spec/lang":                       nil,
	"gesso/spec/lines":                      nil,
	"gesso/spec/link":                       {"gesso/spec/address", "gesso/spec/bound", "gesso/spec/config", "gesso/spec/diag", "gesso/spec/near", "gesso/spec/source"},
	"gesso/spec/near":                       nil,
	"gesso/spec/origin":                     {"gesso/spec/config", "gesso/spec/diag", "gesso/spec/funcs"},
	"gesso/spec/outputs":                    {"gesso/spec/address", "gesso/spec/config", "gesso/spec/diag", "gesso/spec/filename", "gesso/spec/source"},
	"gesso/spec/part":                       {"gesso/spec/config", "gesso/spec/link"},
	"gesso/spec/pin":                        nil,
	"gesso/spec/plain":                      nil,
	"gesso/spec/repeat":                     {"gesso/spec/address", "gesso/spec/config", "gesso/spec/diag", "gesso/spec/origin", "gesso/spec/source"},
	"gesso/spec/secret":                     {"gesso/spec/lines", "gesso/spec/origin"},
	"gesso/spec/secret/spelling":            nil,
	"gesso/spec/source":                     {"gesso/spec/bound", "gesso/spec/diag", "gesso/spec/filename", "gesso/spec/folder", "gesso/spec/lines", "gesso/spec/plain"},
	"gesso/spec/trigger":                    {"gesso/spec/config"},
	"gesso/spec/unread":                     {"gesso/spec/diag", "gesso/spec/near"},
	"gesso/state":                           {"gesso/spec/address", "gesso/spec/lines"},
	"gesso/state/disk":                      {"gesso/spec/address", "gesso/spec/filename", "gesso/state", "gesso/state/disk/history", "gesso/state/disk/holder", "gesso/state/disk/internal/commit", "gesso/state/disk/internal/file", "gesso/state/disk/internal/moment", "gesso/state/disk/internal/paid", "gesso/state/disk/internal/scan", "gesso/state/disk/locate", "gesso/state/disk/objects", "gesso/state/disk/outputs", "gesso/state/disk/remote", "gesso/state/disk/replica", "gesso/state/disk/uploads", "gesso/state/home", "gesso/state/text"},
	"gesso/state/disk/backup":               {"gesso/spec/filename", "gesso/state/disk/internal/file"},
	"gesso/state/disk/cache":                {"gesso/spec/filename", "gesso/state", "gesso/state/disk", "gesso/state/disk/internal/file"},
	"gesso/state/disk/disktest":             {"gesso/state", "gesso/state/disk"},
	"gesso/state/disk/history":              {"gesso/state", "gesso/state/disk/internal/file", "gesso/state/disk/internal/scan", "gesso/state/text"},
	"gesso/state/disk/holder":               {"gesso/state/home"},
	"gesso/state/disk/internal/commit":      {"gesso/state", "gesso/state/home"},
	"gesso/state/disk/internal/file":        {"gesso/state"},
	"gesso/state/disk/internal/moment":      {"gesso/state/disk/internal/file"},
	"gesso/state/disk/internal/paid":        {"gesso/state"},
	"gesso/state/disk/internal/scan":        {"gesso/state/text"},
	"gesso/state/disk/internal/stat":        {"gesso/state/disk/internal/file", "gesso/state/text"},
	"gesso/state/disk/locate":               {"gesso/spec/filename"},
	"gesso/state/disk/objects":              {"gesso/spec/filename", "gesso/state", "gesso/state/disk/internal/file"},
	"gesso/state/disk/outputs":              {"gesso/state/disk/internal/file", "gesso/state/disk/internal/stat", "gesso/state/disk/locate", "gesso/state/disk/objects"},
	"gesso/state/disk/remote":               {"gesso/state", "gesso/state/disk/objects"},
	"gesso/state/disk/replica":              {"gesso/state", "gesso/state/disk/history", "gesso/state/disk/internal/file", "gesso/state/home", "gesso/state/text"},
	"gesso/state/disk/uploads":              {"gesso/state/disk/internal/file"},
	"gesso/state/disk/workspaces":           {"gesso/spec/filename", "gesso/state", "gesso/state/disk", "gesso/state/disk/internal/file", "gesso/state/text"},
	"gesso/state/home":                      {"gesso/state", "gesso/state/home/shelf", "gesso/state/text"},
	"gesso/state/home/place":                {"gesso/state/home/shelf", "gesso/state/home/shelf/local", "gesso/state/home/shelf/s3"},
	"gesso/state/home/shelf":                nil,
	"gesso/state/home/shelf/local":          {"gesso/spec/filename", "gesso/state/home/shelf"},
	"gesso/state/home/shelf/s3":             {"gesso/spec/secret/spelling", "gesso/state/home/shelf"},
	"gesso/state/home/shelf/s3/s3test":      {"gesso/state/home/shelf/s3"},
	"gesso/state/home/shelf/shelftest":      {"gesso/state/home/shelf"},
	"gesso/state/hometest":                  {"gesso/state", "gesso/state/disk", "gesso/state/disk/workspaces", "gesso/state/home", "gesso/state/home/shelf", "gesso/state/home/shelf/shelftest", "gesso/state/statetest", "gesso/state/text"},
	"gesso/state/merge":                     {"gesso/spec/address", "gesso/state"},
	"gesso/state/statetest":                 {"gesso/state"},
	"gesso/state/statetest/drawn":           {"gesso/state", "gesso/state/statetest"},
	"gesso/state/text":                      {"gesso/state", "gesso/state/merge"},
}

// reserved is who alone may import a package of the standard library, or of
// somebody else by the beginning of its path. A pattern that ends in /... is a
// package and all below it.
var reserved = map[string][]string{
	"net/http":                     {"gesso/runner/flux/...", "gesso/runner/gallery/live", "gesso/runner/provider/providertest", "gesso/runner/sandbox/...", "gesso/state/home/place", "gesso/state/home/shelf/s3/..."},
	"os/exec":                      {"gesso/runner/gitsetup"},
	"github.com/hashicorp/hcl/":    {"gesso/spec/...", "gesso/runner/decide/...", "gesso/runner/derive", "gesso/runner/report", "gesso/runner/report/mistake", "gesso/runner/command", "gesso/runner/session", "gesso/runner/cli/internal/..."},
	"github.com/zclconf/go-cty":    {"gesso/spec/...", "gesso/runner/document", "gesso/runner/report/literal", "gesso/runner/report/mistake", "gesso/runner/cli/internal/look"},
	"github.com/charmbracelet/x/":  {"gesso/runner/report", "gesso/runner/report/literal", "gesso/runner/report/pictures"},
	"github.com/gofrs/flock":       {"gesso/state/disk", "gesso/state/disk/objects", "gesso/state/disk/replica"},
	"github.com/HugoSmits86/":      {"gesso/runner/picture"},
	"golang.org/x/image/":          {"gesso/runner/picture", "gesso/runner/sandbox/internal/paint", "gesso/runner/typeface/..."},
	"golang.org/x/term":            {"gesso/runner/command", "gesso/runner/report", "gesso/runner/cli/...", "gesso/runner/report/pictures"},
	"github.com/minio/":            {"gesso/state/home/shelf/s3"},
	"github.com/cenkalti/backoff/": {"gesso/runner/flux"},
}

// The most lines of a package, a file and a function, without tests. What is longer
// is either a table or does two things.
const (
	mostPackageLines  = 3000
	mostFileLines     = 500
	mostFunctionLines = 60
)

// source is one Go file of the program, without the tests.
type source struct {
	name  string // slash-separated, below the root
	pkg   string // import path
	lines int
	set   *token.FileSet
	file  *ast.File
}

// sources parses every Go file of the program itself.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	set := token.NewFileSet()
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(set, filepath.Join(root, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		lines := set.File(file.FileStart).LineCount()
		all = append(all, source{name, path.Join("gesso", path.Dir(name)), lines, set, file})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (s source) imports(t *testing.T) []string {
	t.Helper()
	var paths []string
	for _, spec := range s.file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, imported)
	}
	return paths
}

// in reports whether a file is in a package, or with /... below one.
func (s source) in(pattern string) bool {
	above, below := strings.CutSuffix(pattern, "/...")
	return s.pkg == above || below && strings.HasPrefix(s.pkg, above+"/")
}

func TestLayers(t *testing.T) {
	unused := map[string]bool{} // layers that no package uses: the table may allow no more than there is
	for pkg, allowed := range layers {
		unused[pkg] = true
		for _, other := range allowed {
			unused[pkg+" -> "+other] = true
		}
	}
	for _, s := range sources(t) {
		allowed, known := layers[s.pkg]
		if !known {
			t.Errorf("%s: the package %s is not in the table of layers", s.name, s.pkg)
		}
		delete(unused, s.pkg)
		for _, imported := range s.imports(t) {
			if imported == "gesso" || strings.HasPrefix(imported, "gesso/") {
				delete(unused, s.pkg+" -> "+imported)
				if !slices.Contains(allowed, imported) {
					t.Errorf("%s: %s must not import %s", s.name, s.pkg, imported)
				}
			}
			for prefix, importers := range reserved {
				if strings.HasPrefix(imported, prefix) && !slices.ContainsFunc(importers, s.in) {
					t.Errorf("%s: %s must not import %s, which is for %q", s.name, s.pkg, imported, importers)
				}
			}
		}
	}
	for _, entry := range slices.Sorted(maps.Keys(unused)) {
		t.Errorf("the table of layers has %s, and no file needs it", entry)
	}
}

// TestOnlyMainExits: everything else returns, so that it can be tested and so
// that what it deferred is done.
func TestOnlyMainExits(t *testing.T) {
	ends := []string{"os.Exit", "log.Fatal", "log.Fatalf", "log.Fatalln", "syscall.Exit", "runtime.Goexit"}
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := selector.X.(*ast.Ident)
			if ok && slices.Contains(ends, pkg.Name+"."+selector.Sel.Name) && s.name != "main.go" {
				t.Errorf("%s: %s.%s ends the process", s.set.Position(n.Pos()), pkg.Name, selector.Sel.Name)
			}
			return true
		})
	}
}

// TestFoldersAreNotWaitedFor: a pipe by the name of a folder is opened without end, but
// for its name that filename.Folder gives.
func TestFoldersAreNotWaitedFor(t *testing.T) {
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			selector, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, _ := selector.X.(*ast.Ident)
			if selector.Sel.Name == "OpenRoot" || selector.Sel.Name == "ReadDir" && pkg != nil && pkg.Name == "os" {
				named, _ := call.Args[0].(*ast.CallExpr)
				literal, _ := call.Args[0].(*ast.BasicLit)
				if (named == nil || !strings.HasSuffix(exprName(named.Fun), "Folder")) && literal == nil {
					t.Errorf("%s: %s opens a folder by a name that may be a pipe's: filename.Folder(name)", s.set.Position(n.Pos()), selector.Sel.Name)
				}
			}
			return true
		})
	}
}

// exprName is the last name of a function that is called.
func exprName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.Ident:
		return e.Name
	}
	return ""
}

func TestSizes(t *testing.T) {
	lines := map[string]int{} // by package
	for _, s := range sources(t) {
		lines[s.pkg] += s.lines
		if s.name == "main.go" && s.lines > 31 {
			t.Errorf("main.go has %d lines, and ties the program to the process in at most 30", s.lines)
		}
		if s.lines > mostFileLines {
			t.Errorf("%s has %d lines, the limit is %d", s.name, s.lines, mostFileLines)
		}
		for _, decl := range s.file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := s.set.Position(f.End()).Line - s.set.Position(f.Pos()).Line + 1; n > mostFunctionLines {
				t.Errorf("%s: %s has %d lines, the limit is %d", s.set.Position(f.Pos()), f.Name.Name, n, mostFunctionLines)
			}
		}
	}
	for _, pkg := range slices.Sorted(maps.Keys(lines)) {
		if lines[pkg] > mostPackageLines {
			t.Errorf("the package %s has %d lines, the limit is %d", pkg, lines[pkg], mostPackageLines)
		}
	}
}

// TestTopLevel: the first look at the tree tells what there is.
func TestTopLevel(t *testing.T) {
	want := []string{"README.md", "examples", "go.mod", "go.sum", "main.go", "runner", "spec", "state"}
	built := []string{".*", "gesso", "*.test", "*.prof"} // as .gitignore has them
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		name := entry.Name()
		ignored := slices.ContainsFunc(built, func(pattern string) bool {
			matched, err := path.Match(pattern, name)
			return matched && err == nil
		})
		if !ignored && !slices.Contains(want, name) {
			t.Errorf("%s does not belong at the top level, which holds %s and dot-files", name, strings.Join(want, ", "))
		}
	}
}
