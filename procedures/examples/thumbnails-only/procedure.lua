-- Pictures and no transcode: a cover, ten samples, three chosen moments, a sprite and a moving preview.
ThumbnailsOnly = NewProcedureClass()

local function with(action, fields)
  for name, value in pairs(fields) do
    action[name] = value
  end
  return action
end

function ThumbnailsOnly:handleProcess()
  local set = ProcessActionSet:new()
  set:addAction(with(AnimatedGraphicsAction:new(), { definition = 20000, startTime = 1, endTime = 4 }))
  set:addAction(with(SnapshotByTimeOffsetAction:new(), { definition = 10, timeOffset = { 0, 1500, 6000 } }))
  set:addAction(with(CoverBySnapshotAction:new(), { definition = 10, positionType = "Time", position = 2 }))
  set:addAction(with(SampleSnapshotAction:new(), { definition = 10 }))
  set:addAction(with(ImageSpriteAction:new(), { definition = 10 }))
  return set
end

function CreateProcedure() return ThumbnailsOnly:new() end
