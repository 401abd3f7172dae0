-- As many rungs as the source is tall: nothing is made larger than it came.
HeightLadder = NewProcedureClass()

local RUNGS = {
  { definition = 20, height = 480 },
  { definition = 30, height = 720 },
  { definition = 40, height = 1080 },
}

function HeightLadder:handleProcess(file)
  local transcode = TranscodeAction:new()
  transcode:addTranscodeDefinition(10)
  for _, rung in ipairs(RUNGS) do
    if file.mediaInfo.metaData.height >= rung.height then
      transcode:addTranscodeDefinition(rung.definition)
    end
  end
  file.processActionSet:addAction(transcode)
end

function CreateProcedure() return HeightLadder:new() end
