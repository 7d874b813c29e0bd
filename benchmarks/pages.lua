-- For wrk: what came back that should not have. All labels of a page name the version of the rules that it was made by.

local threads = {}

function setup(thread)
   table.insert(threads, thread)
end

function init(arguments)
   labels = tonumber(arguments[1])
   failed, mixed, seen = 0, 0, ""
   known = {}
end

function response(status, headers, body)
   if status ~= 200 then
      failed = failed + 1
      return
   end
   local count, first, one = 0, nil, true
   for version in body:gmatch("#v(%d+)v") do
      count = count + 1
      first = first or version
      one = one and version == first
   end
   if not one or count ~= labels then
      mixed = mixed + 1
   elseif first and not known[first] then
      known[first] = true
      seen = seen .. " " .. first
   end
end

function done(summary, latency, requests)
   local failures, mixtures, versions = 0, 0, ""
   for _, thread in ipairs(threads) do
      failures = failures + thread:get("failed")
      mixtures = mixtures + thread:get("mixed")
      versions = versions .. thread:get("seen")
   end
   local errors = summary.errors
   failures = failures + errors.connect + errors.read + errors.write + errors.timeout
   io.write(string.format("found %d %d %d %d%s\n", summary.requests, summary.duration, failures, mixtures, versions))
end
